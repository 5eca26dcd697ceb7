using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>How a hypothesis lies against its reference: the stretches, and the counts.</summary>
/// <param name="Chunks">The stretches, in order.</param>
/// <param name="Counts">Hits and edits.</param>
public sealed record EditAlignment(IReadOnlyList<AlignmentChunk> Chunks, EditCounts Counts)
{
    /// <summary>Aligns a text with its reference. Among the shortest alignments the one that jiwer takes.</summary>
    /// <param name="reference">The text that is right.</param>
    /// <param name="hypothesis">The text to judge.</param>
    /// <param name="options">How the texts are prepared.</param>
    /// <exception cref="ArgumentException">A text has half a surrogate pair; the message names the place.</exception>
    public static EditAlignment Of(string reference, string hypothesis, ErrorRateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(reference);
        TextGuard.Whole(hypothesis, nameof(hypothesis), nameof(hypothesis), "");
        TextGuard.Whole(reference, nameof(reference), nameof(reference), "");
        var units = new EditUnits(options ?? new());
        IntBuffer right = new(), said = new();
        units.Read(reference, right);
        units.Read(hypothesis, said);
        var edits = new List<EditKind>();
        new Levenshtein().Align(right.Items, said.Items, edits);
        edits.Reverse();
        Settle(edits, right.Items, said.Items);
        return new(Chunk(edits), Count(edits));
    }

    /// <summary>Tells matches from substitutions in an alignment that goes forwards.</summary>
    internal static void Settle(List<EditKind> edits, ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        int i = 0, j = 0;
        for (int n = 0; n < edits.Count; n++)
        {
            if (edits[n] is EditKind.Substitute or EditKind.Equal)
            {
                edits[n] = reference[i] == hypothesis[j] ? EditKind.Equal : EditKind.Substitute;
            }

            i += edits[n] == EditKind.Insert ? 0 : 1;
            j += edits[n] == EditKind.Delete ? 0 : 1;
        }
    }

    internal static EditCounts Count(List<EditKind> edits)
    {
        Span<long> counts = stackalloc long[4];
        counts.Clear();
        foreach (EditKind edit in edits)
        {
            counts[(int)edit]++;
        }

        return new(counts[(int)EditKind.Equal], counts[(int)EditKind.Substitute], counts[(int)EditKind.Delete], counts[(int)EditKind.Insert]);
    }

    private static AlignmentChunk[] Chunk(List<EditKind> edits)
    {
        var chunks = new List<AlignmentChunk>();
        int i = 0, j = 0;
        for (int n = 0; n < edits.Count;)
        {
            int run = n;
            while (run < edits.Count && edits[run] == edits[n])
            {
                run++;
            }

            int length = run - n, right = edits[n] == EditKind.Insert ? 0 : length, said = edits[n] == EditKind.Delete ? 0 : length;
            chunks.Add(new(edits[n], i, i + right, j, j + said));
            (i, j, n) = (i + right, j + said, run);
        }

        return [.. chunks];
    }

    /// <inheritdoc />
    public override string ToString() => $"EditAlignment {{ Chunks = {Shown.List(Chunks)}, Counts = {Counts} }}";
}
