import type { DemoModel } from '../models.ts';
import type { Question } from '../question.ts';
import type { OutputForm } from '../request.ts';
import { aboutFiles } from './aboutFiles.ts';
import { codeFor } from './code.ts';
import { handbook } from './handbook.ts';
import { jsonAnswer } from './jsonAnswer.ts';
import { demoLabel } from './label.ts';
import { preparedAnswer } from './prepared.ts';
import { type Before, remarkOf } from './remarks.ts';

/** What a demo model says. */
export interface DemoAnswer {
  /** '' if it does not think aloud. */
  readonly thinking: string;
  readonly text: string;
}

/** What an answer depends on besides question and model. */
export interface Circumstances {
  readonly before: Before;
  readonly form: OutputForm;
  /** Of several answers to one question, which one this is, from 1. */
  readonly number: number;
  readonly of: number;
}

/** The whole answer, before any of it is sent. Code for the editor comes without a label in prose: it carries a comment. */
export function answerTo(question: Question, model: DemoModel, circumstances: Circumstances): DemoAnswer {
  const thinking = model.thinks === 'aloud' ? thoughtsAbout(question) : '';
  return { thinking, text: textOf(question, model, circumstances) };
}

function textOf(question: Question, model: DemoModel, { before, form, number, of }: Circumstances): string {
  if (question.type === 'code') return codeFor(question.task);
  if (form.type !== 'text') return jsonAnswer(question.text, form);
  const which = of === 1 ? '' : `*Answer ${number} of ${of}.* A model would give ${of} different ones.`;
  const said = model.writes === 'handbook' ? handbook() : prose(question);
  const parts = [demoLabel, which, remarkOf(model, before), said];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function prose(question: Exclude<Question, { type: 'code' }>): string {
  return question.type === 'aboutFiles' ? aboutFiles(question.text, question.files) : preparedAnswer(question.text);
}

function thoughtsAbout(question: Question): string {
  const about = {
    code: 'They want code in the editor, so the answer has to be code and nothing else.',
    aboutFiles:
      'They sent a file along. I can count its lines and find its functions, and I know the two mistakes of the sample.',
    general: 'There is no file with the question, so one of the prepared answers has to fit.',
  }[question.type];
  return `(Demo: these thoughts are prepared, too.)

${about}

First I look at the words of the question. Then I choose what fits best, and write it down at the pace of an ordinary model.

A model that really thinks would go back and forth here for a while: try an idea, doubt it, look at an example, and only then begin to answer. What you see in this folded part is what the provider sends as reasoning; it is not part of the answer, and Parley keeps the two apart.`;
}
