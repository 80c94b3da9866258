/** A codicon. It says nothing to a screen reader: what it stands on has words. */
export function Icon({ name }: { readonly name: string }) {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onPress: () => void;
  readonly state?: 'enabled' | 'disabled';
}

/** A button that is one icon. A disabled one keeps its place in the tab order, so that the focus is never lost on it. */
export function IconButton({ icon, label, onPress, state = 'enabled' }: IconButtonProps) {
  const isDisabled = state === 'disabled';
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-disabled={isDisabled}
      onClick={isDisabled ? undefined : onPress}
    >
      <Icon name={icon} />
    </button>
  );
}
