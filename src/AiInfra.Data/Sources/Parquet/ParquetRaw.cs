using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>The values of a column that are there, one behind the other, and which rows have one.</summary>
internal sealed class ParquetRaw<T>
    where T : struct
{
    private static readonly ReadOnlyMemory<byte> s_mark = new byte[1];

    private readonly int[]? _levels;

    private ParquetRaw(T[] values, int[]? levels)
    {
        Values = values;
        _levels = levels;
        Present = levels is null ? values.Length : levels.AsSpan().Count(1);
    }

    public T[] Values { get; }

    public int Present { get; }

    /// <summary>Whether a row has a value.</summary>
    public bool Has(int row) => _levels is null || _levels[row] == 1;

    /// <exception cref="InvalidDataException">The pages hold fewer values or levels than they say.</exception>
    public static async Task<ParquetRaw<T>> ReadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        ParquetRaw<T> raw = await ReadAsync(group, field, rows, 0xA5, cancellationToken).ConfigureAwait(false);
        if (raw.Present == 0 || !Unwritten(raw.Values[raw.Present - 1], 0xA5))
        {
            return raw;
        }

        // The last value is what stood there before: either by chance, or because fewer came. Another mark tells.
        raw = await ReadAsync(group, field, rows, 0x5A, cancellationToken).ConfigureAwait(false);
        return Unwritten(raw.Values[raw.Present - 1], 0x5A) ? throw new InvalidDataException("its pages hold fewer values than they say") : raw;
    }

    private static async Task<ParquetRaw<T>> ReadAsync(ParquetRowGroupReader group, DataField field, int rows, byte mark, CancellationToken cancellationToken)
    {
        var values = new T[rows];
        Mark(values, mark);
        int[]? levels = field.MaxDefinitionLevel > 0 ? new int[rows] : null;
        levels?.AsSpan().Fill(-1);
        await group.ReadRawAsync<T>(field, values, levels is null ? (Memory<int>?)null : levels.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return levels is not null && levels.AsSpan().ContainsAnyExceptInRange(0, 1)
            ? throw new InvalidDataException("its pages do not say of every row whether it has a value")
            : new ParquetRaw<T>(values, levels);
    }

    private static void Mark(T[] values, byte mark)
    {
        if ((object)values is ReadOnlyMemory<byte>[] memories)
        {
            Array.Fill(memories, s_mark);
        }
        else
        {
            Bytes(values).Fill(mark);
        }
    }

    private static bool Unwritten(T value, byte mark) => (object)value is ReadOnlyMemory<byte> memory
        ? memory.Equals(s_mark)
        : Bytes([value]).IndexOfAnyExcept(mark) < 0;

    private static Span<byte> Bytes(T[] values) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(values)), checked(values.Length * Unsafe.SizeOf<T>()));
}
