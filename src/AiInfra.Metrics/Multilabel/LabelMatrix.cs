namespace AiInfra.Metrics.Multilabel;

/// <summary>Which labels each row has: one, several or none. Immutable.</summary>
public sealed class LabelMatrix
{
    private readonly bool[] _cells;

    /// <summary>Takes cells.</summary>
    /// <param name="cells">[row, label], row by row.</param>
    /// <param name="labels">Size of the label set, 1 or more.</param>
    /// <exception cref="ArgumentException">The cells are not whole rows.</exception>
    public LabelMatrix(ReadOnlySpan<bool> cells, int labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        if (cells.Length % labels != 0)
        {
            throw new ArgumentException($"{cells.Length} cells are not whole rows of {labels} labels.", nameof(cells));
        }

        (_cells, Labels) = (cells.ToArray(), labels);
    }

    /// <summary>Size of the label set.</summary>
    public int Labels { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _cells.Length / Labels;

    /// <summary>All cells, row by row.</summary>
    public ReadOnlySpan<bool> Cells => _cells;

    /// <summary>The labels of a row.</summary>
    public ReadOnlySpan<bool> this[int row] => _cells.AsSpan(row * Labels, Labels);

    /// <summary>Takes the labels of each row by their indices.</summary>
    /// <param name="sets">One set a row; it may be empty, and a label may be named twice.</param>
    /// <param name="labels">Size of the label set.</param>
    /// <exception cref="ArgumentException">A label is outside the label set; the message names row and label.</exception>
    public static LabelMatrix OfSets(IEnumerable<IEnumerable<int>> sets, int labels)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        var cells = new List<bool>();
        int row = 0;
        foreach (IEnumerable<int> set in sets)
        {
            var line = new bool[labels];
            foreach (int label in set)
            {
                if ((uint)label >= (uint)labels)
                {
                    throw new ArgumentException($"sets[{row}] has the label {label}; the label set has the labels 0 to {labels - 1}.", nameof(sets));
                }

                line[label] = true;
            }

            cells.AddRange(line);
            row++;
        }

        return new([.. cells], labels);
    }

    /// <summary>Takes the labels whose score reaches a threshold.</summary>
    /// <param name="scores">[row, label], row by row.</param>
    /// <param name="labels">Size of the label set.</param>
    /// <param name="threshold">A score of this or more is a yes.</param>
    /// <exception cref="ArgumentException">The scores are not whole rows, or one is not finite; the message names the first index.</exception>
    public static LabelMatrix OfScores(ReadOnlySpan<double> scores, int labels, double threshold = 0.5)
    {
        Guard.Finite(scores, nameof(scores));
        var cells = new bool[scores.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = scores[i] >= threshold;
        }

        return new(cells, labels);
    }
}
