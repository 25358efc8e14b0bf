import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals.browser },
    rules: {
      eqeqeq: 'error',
      'no-restricted-properties': ['error',
        ...[{ property: 'innerHTML' }, { property: 'insertAdjacentHTML' }, { object: 'document', property: 'write' }].map(what => ({ ...what, message: 'What is drawn from data is text, never markup.' }))],
      'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      'no-eval': 'error', 'no-implied-eval': 'error', 'prefer-const': 'error', 'no-var': 'error'
    }
  }
];
