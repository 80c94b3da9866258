/** Headers that an SDK would add to, or put in place of, those of a request. */
const customHeaders = [
  'Authorization: Bearer trap-header',
  'X-Api-Key: trap-header',
  'X-Trap: trap-header',
  'Content-Type: text/trap',
  'Accept: text/trap',
  'anthropic-version: 1999-01-01',
  'User-Agent: trap-header',
].join('\n');

/** Keys and tokens. Without them an SDK goes on to its files. */
function keys(): Record<string, string> {
  return {
    OPENAI_API_KEY: 'sk-trap-openai',
    OPENAI_ADMIN_KEY: 'sk-trap-admin',
    AZURE_OPENAI_API_KEY: 'trap-azure',
    AWS_BEARER_TOKEN_BEDROCK: 'trap-bedrock',
    ANTHROPIC_API_KEY: 'sk-trap-anthropic',
    ANTHROPIC_AUTH_TOKEN: 'trap-token',
    ANTHROPIC_IDENTITY_TOKEN: 'trap-identity',
    ANTHROPIC_ENVIRONMENT_KEY: 'trap-environment',
    ANTHROPIC_WORK_SECRET: 'trap-work',
    GOOGLE_API_KEY: 'AIza-trap-google',
    GEMINI_API_KEY: 'AIza-trap-gemini',
    GOOGLE_GENAI_API_KEY: 'AIza-trap-genai',
    GOOGLE_GENAI_ACCESS_TOKEN: 'ya29.trap',
    OLLAMA_API_KEY: 'trap-ollama',
  };
}

function openai(trap: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: trap,
    OPENAI_CUSTOM_HEADERS: customHeaders,
    OPENAI_ORG_ID: 'trap',
    OPENAI_PROJECT_ID: 'trap',
    OPENAI_WEBHOOK_SECRET: 'trap',
    OPENAI_LOG: 'debug',
    OPENAI_API_VERSION: 'trap',
    AZURE_OPENAI_ENDPOINT: trap,
    AWS_BEDROCK_BASE_URL: trap,
    AWS_REGION: 'trap',
    AWS_DEFAULT_REGION: 'trap',
  };
}

function anthropic(trap: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: trap,
    ANTHROPIC_CUSTOM_HEADERS: customHeaders,
    ANTHROPIC_WEBHOOK_SIGNING_KEY: 'trap',
    ANTHROPIC_LOG: 'debug',
    ANTHROPIC_ORGANIZATION_ID: 'trap',
    ANTHROPIC_WORKSPACE_ID: 'trap',
    ANTHROPIC_SERVICE_ACCOUNT_ID: 'trap',
    ANTHROPIC_FEDERATION_RULE_ID: 'trap',
    ANTHROPIC_SCOPE: 'trap',
    ANTHROPIC_WORK_ID: 'trap',
    ANTHROPIC_ENVIRONMENT_ID: 'trap',
    ANTHROPIC_SESSION_ID: 'trap',
    ANTHROPIC_OPEN_TELEMETRY: 'true',
    ANTHROPIC_OPEN_TELEMETRY_PROPAGATION: 'true',
    ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE: 'content',
    ANTHROPIC_OPEN_TELEMETRY_TRACES_MAX_CONTENT_BYTES: '1000000',
    OTEL_EXPORTER_OTLP_ENDPOINT: trap,
  };
}

/** Those of the SDK's build for Node too: it must not be packed by mistake. */
function google(trap: string): Record<string, string> {
  return {
    GOOGLE_GEMINI_BASE_URL: trap,
    GOOGLE_VERTEX_BASE_URL: trap,
    GOOGLE_GENAI_USE_VERTEXAI: 'true',
    GOOGLE_GENAI_USE_ENTERPRISE: 'false',
    GOOGLE_GENAI_API_VERSION: 'trap',
    GOOGLE_GENAI_USER_PROJECT: 'trap',
    GOOGLE_GENAI_DEBUG: 'true',
    GOOGLE_CLOUD_PROJECT: 'trap',
    GOOGLE_CLOUD_LOCATION: 'trap',
    GOOGLE_CLOUD_QUOTA_PROJECT: 'trap',
  };
}

/** Node itself heeds these only when it is told to (`NODE_USE_ENV_PROXY`), which is the user's choice and not an SDK's. */
function proxies(trap: string): Record<string, string> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
  return Object.fromEntries(names.map((name) => [name, trap]));
}

/** Everything in the environment that an SDK reads, pointing at a trap: addresses, keys, headers, proxies, logging. */
export function hostileEnvironment(trap: string): Record<string, string> {
  return { ...keys(), ...openai(trap), ...anthropic(trap), ...google(trap), OLLAMA_HOST: trap, ...proxies(trap) };
}

/** The same without any key, and with a home full of credentials: what an SDK falls back on when it finds no key. */
export function hostileHome(trap: string, home: string): Record<string, string> {
  const inherited = Object.keys(keys());
  const variables = Object.entries(hostileEnvironment(trap)).filter(([name]) => !inherited.includes(name));
  return { ...Object.fromEntries(variables), ...places(home) };
}

/** Where files are looked for. */
export function places(home: string): Record<string, string> {
  return {
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    XDG_CONFIG_HOME: `${home}/.config`,
    ANTHROPIC_CONFIG_DIR: `${home}/.config/anthropic`,
    ANTHROPIC_PROFILE: 'default',
    ANTHROPIC_IDENTITY_TOKEN_FILE: `${home}/identity-token`,
    GOOGLE_APPLICATION_CREDENTIALS: `${home}/credentials.json`,
    HOSTNAME: 'trap-host',
    PATH: `${home}/bin`,
  };
}
