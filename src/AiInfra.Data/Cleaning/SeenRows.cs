using System.IO.Hashing;
using System.Runtime.InteropServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Cleaning;

/// <summary>Remembers rows by a 128-bit hash of some of their columns. Two different rows are taken for one with probability n²/2^129: never, in practice.</summary>
internal sealed class SeenRows(IReadOnlyList<string>? columns, int maxKeys)
{
    private readonly HashSet<UInt128> _seen = [];
    private byte[] _keys = [];

    /// <summary>Sets <paramref name="repeated"/> for rows that were there before, in this batch or an earlier one.</summary>
    public void Find(RowBatch batch, Span<bool> repeated)
    {
        int[] at = columns is null ? [.. Enumerable.Range(0, batch.Columns.Count)] : [.. columns.Select(c => Require(batch, c))];
        int width = at.Length * 16;
        if (_keys.Length < batch.Count * width)
        {
            _keys = new byte[batch.Count * width];
        }

        for (int k = 0; k < at.Length; k++)
        {
            Hash(batch.Columns[at[k]], _keys, width, k * 16);
        }

        for (int row = 0; row < batch.Count; row++)
        {
            ReadOnlySpan<byte> key = _keys.AsSpan(row * width, width);
            UInt128 hash = width == 16 ? MemoryMarshal.Read<UInt128>(key) : XxHash128.HashToUInt128(key);
            repeated[row] = !_seen.Add(hash);
        }

        if (_seen.Count > maxKeys)
        {
            throw new IngestionException($"More than {maxKeys:N0} different keys were met while looking for repeated rows ({(columns is null ? "whole rows" : string.Join(", ", columns))}); each takes some 40 bytes of memory. Raise maxKeys, or look for repeats by a key with fewer values.");
        }
    }

    private static int Require(RowBatch batch, string column) => batch.Schema.IndexOf(column) is >= 0 and int at
        ? at
        : throw new IngestionException($"Repeated rows are looked for by column '{column}', which is not there. Columns: {string.Join(", ", batch.Schema.Columns.Select(c => c.Name))}.");

    private static void Hash(ColumnData column, byte[] keys, int width, int offset)
    {
        Dictionary<int, UInt128>? texts = column is TextColumn ? [] : null;
        for (int row = 0; row < column.Count; row++)
        {
            UInt128 hash = column switch
            {
                NumberColumn numbers when numbers.Digits(row) is { } digits => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(digits.AsSpan()), 5),
                // +0 makes -0 and 0 one number.
                NumberColumn numbers => Of(BitConverter.DoubleToInt64Bits(numbers.Values[row] + 0.0), 1),
                BooleanColumn flags => Of(flags.Values[row], 2),
                InstantColumn instants => Of(instants.Ticks[row], 3),
                TextColumn text => Of(text, row, texts!),
                _ => 0,
            };
            MemoryMarshal.Write(keys.AsSpan((row * width) + offset), in hash);
        }
    }

    private static UInt128 Of(long bits, long kind) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes([bits]), kind);

    private static UInt128 Of(TextColumn text, int row, Dictionary<int, UInt128> known)
    {
        int code = text.Codes[row];
        if (code < 0)
        {
            return 0;
        }

        if (!known.TryGetValue(code, out UInt128 hash))
        {
            hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.Texts[code].AsSpan()), 4);
            known.Add(code, hash);
        }

        return hash;
    }
}
