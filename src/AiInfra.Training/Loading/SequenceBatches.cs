using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Sequences of different lengths in one tensor: padded, or packed several to a row.</summary>
public static class SequenceBatches
{
    /// <summary>One sequence a row, padded at the end. <see cref="Batch.Lengths"/> tells what is not padding.</summary>
    /// <param name="sequences">The sequences; each has a token at least.</param>
    /// <param name="padding">What is put behind the end.</param>
    /// <param name="multiple">The width is rounded up to a multiple of this.</param>
    /// <param name="target">What is to be learned of each, rows first; the batch owns it.</param>
    /// <returns>Input int64 [batch, time], lengths int64 [batch].</returns>
    public static Batch Pad(IReadOnlyList<long[]> sequences, long padding = 0, int multiple = 1, Tensor? target = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfZero(sequences.Count, nameof(sequences));
        int empty = sequences.ToList().FindIndex(s => s.Length == 0);
        if (empty >= 0)
        {
            throw new ArgumentException($"Sequence {empty} has no token.", nameof(sequences));
        }

        int width = (sequences.Max(s => s.Length) + multiple - 1) / multiple * multiple;
        Tensor input = full([sequences.Count, width], padding, ScalarType.Int64);
        Span<long> places = MemoryMarshal.Cast<byte, long>(input.bytes);
        for (int i = 0; i < sequences.Count; i++)
        {
            sequences[i].CopyTo(places[(i * width)..]);
        }

        return new Batch(input, target) { Lengths = tensor(sequences.Select(s => (long)s.Length).ToArray()) };
    }

    /// <summary>Which sequences share a row, so that few places are padding: each, the longest first, goes into the fullest row that has room for it (best fit decreasing).</summary>
    /// <param name="lengths">Their lengths.</param>
    /// <param name="width">Places of a row.</param>
    /// <returns>Rows of numbers of sequences; a sequence is in one of them.</returns>
    /// <exception cref="ArgumentException">A sequence is empty or longer than a row.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Fit(IReadOnlyList<int> lengths, int width)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var rows = new List<List<int>>();

        // Rows by the room they have.
        var room = new SortedSet<(int Room, int Row)>();
        foreach (int sequence in Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).ThenBy(i => i))
        {
            int length = lengths[sequence];
            if (length < 1 || length > width)
            {
                throw new ArgumentException($"Sequence {sequence} has {length} tokens; a row has 1 to {width}. Cut it before.", nameof(lengths));
            }

            (int Room, int Row) fit = room.GetViewBetween((length, 0), (width, int.MaxValue)).FirstOrDefault((0, -1));
            if (fit.Row < 0)
            {
                fit = (width, rows.Count);
                rows.Add([]);
            }
            else
            {
                room.Remove(fit);
            }

            rows[fit.Row].Add(sequence);
            if (fit.Room > length)
            {
                room.Add((fit.Room - length, fit.Row));
            }
        }

        return rows;
    }

    /// <summary>Several sequences a row, one behind another, padded at the end. <see cref="Batch.Segments"/> numbers them, so that attention stays within each.</summary>
    /// <param name="rows">The sequences of each row, for example as <see cref="Fit"/> puts them together.</param>
    /// <param name="width">Places of a row.</param>
    /// <param name="padding">What is put behind the end.</param>
    /// <returns>Input and segments int64 [rows, width], lengths int64 [rows].</returns>
    /// <exception cref="ArgumentException">The sequences of a row have more tokens than it has places.</exception>
    public static Batch Pack(IReadOnlyList<IReadOnlyList<long[]>> rows, int width, long padding = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        int tooLong = rows.ToList().FindIndex(r => r.Sum(s => s.Length) > width);
        if (tooLong >= 0)
        {
            throw new ArgumentException($"The sequences of row {tooLong} have {rows[tooLong].Sum(s => s.Length)} tokens; a row has {width} places.", nameof(rows));
        }

        Tensor input = Filled(rows.Count, width, padding), segments = Filled(rows.Count, width, 0);
        Span<long> places = MemoryMarshal.Cast<byte, long>(input.bytes), numbers = MemoryMarshal.Cast<byte, long>(segments.bytes);
        long[] lengths = new long[rows.Count];
        for (int r = 0; r < rows.Count; r++)
        {
            int at = r * width;
            for (int s = 0; s < rows[r].Count; s++)
            {
                rows[r][s].CopyTo(places[at..]);
                numbers.Slice(at, rows[r][s].Length).Fill(s + 1);
                at += rows[r][s].Length;
            }

            lengths[r] = at - (r * width);
        }

        return new Batch(input) { Segments = segments, Lengths = tensor(lengths) };
    }

    private static Tensor Filled(int rows, int width, long value) => full([rows, width], value, ScalarType.Int64);
}
