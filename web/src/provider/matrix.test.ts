import { expect, test } from 'vitest';
import { finishing_prices_of, finishing_rows_of } from './matrix';
import type { TariffVersion } from '../shared/types';

test('finishing prices go to fields and back', () => {
  const tariff = { finishings: [{ finishing: 'staple', per_copy_milli: 5000 }, { finishing: 'fold', per_copy_milli: 2500 }] } as TariffVersion;
  const rows = finishing_rows_of(tariff, 'JPY');
  expect(rows).toEqual([{ finishing: 'staple', per_copy: '5' }, { finishing: 'fold', per_copy: '2.5' }]);
  expect(finishing_prices_of(rows, 'JPY')).toEqual(tariff.finishings);
  expect(finishing_rows_of(null, 'JPY')).toEqual([]);
});

test('a price that cannot be read, and a finishing priced twice, are refused', () => {
  expect(finishing_prices_of([{ finishing: 'staple', per_copy: 'free' }], 'JPY')).toBeNull();
  expect(finishing_prices_of([{ finishing: 'staple', per_copy: '1' }, { finishing: 'staple', per_copy: '2' }], 'JPY')).toBeNull();
  expect(finishing_prices_of([], 'JPY')).toEqual([]);
});
