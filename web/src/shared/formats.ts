// Which documents may be sent: the service says, because it depends on the programs beside it.
import { get } from './api';
import type { DocumentFormat } from './types';

const pdf: DocumentFormat = { media_type: 'application/pdf', extensions: ['.pdf'] };

// PDF alone, until the service has said more.
export const known_formats = async (): Promise<DocumentFormat[]> => (await get<{ items: DocumentFormat[] }>('/document-formats')).items;
export const only_pdf = [pdf];

export const accept_of = (formats: DocumentFormat[]) => formats.flatMap((f) => [f.media_type, ...f.extensions]).join(',');

// By the file's name first: browsers know few of these types. Null when it is none of them.
export function media_type_of(file: { name: string; type: string }, formats: DocumentFormat[]): string | null {
  const name = file.name.toLowerCase();
  const by_name = formats.find((f) => f.extensions.some((extension) => name.endsWith(extension)));
  return (by_name ?? formats.find((f) => f.media_type === file.type))?.media_type ?? null;
}
