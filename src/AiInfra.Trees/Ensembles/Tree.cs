namespace AiInfra.Trees.Ensembles;

/// <summary>One tree as LightGBM's text has it: node 0 is the root, a child below zero is the leaf of its complement. A tree of one leaf has no nodes.</summary>
internal sealed class Tree
{
    private const int Categorical = 1;
    private const int DefaultLeft = 2;

    /// <summary>What LightGBM takes for zero: its kZeroThreshold, a float.</summary>
    public const double Zero = 1e-35f;

    public required int[] Features { get; init; }

    public required double[] Thresholds { get; init; }

    public required byte[] Decisions { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required double[] Leaves { get; init; }

    public required float[] Gains { get; init; }

    /// <summary>Where the bits of each category set begin, and where the last ends.</summary>
    public required int[] SetStarts { get; init; }

    /// <summary>Category sets, 32 categories a word.</summary>
    public required uint[] SetBits { get; init; }

    public int Nodes => Features.Length;

    public bool IsCategorical(int node) => (Decisions[node] & Categorical) != 0;

    public bool IsDefaultLeft(int node) => (Decisions[node] & DefaultLeft) != 0;

    public MissingForm Missing(int node) => (MissingForm)((Decisions[node] >> 2) & 3);

    /// <summary>The categories of a node that go left, climbing.</summary>
    public IEnumerable<int> Members(int node)
    {
        int set = (int)Thresholds[node];
        for (int word = SetStarts[set]; word < SetStarts[set + 1]; word++)
        {
            for (int bit = 0; bit < 32; bit++)
            {
                if ((SetBits[word] >> bit & 1) != 0)
                {
                    yield return ((word - SetStarts[set]) * 32) + bit;
                }
            }
        }
    }

    /// <summary>The value of the leaf that a row falls into.</summary>
    public double Of(ReadOnlySpan<float> row)
    {
        if (Nodes == 0)
        {
            return Leaves[0];
        }

        int node = 0;
        while (node >= 0)
        {
            double x = row[Features[node]];
            bool left = IsCategorical(node) ? Contains(node, x) : GoesLeft(node, x);
            node = left ? Left[node] : Right[node];
        }

        return Leaves[~node];
    }

    private bool GoesLeft(int node, double x)
    {
        MissingForm missing = Missing(node);
        bool nan = double.IsNaN(x);
        if (missing == MissingForm.NaN && nan)
        {
            return IsDefaultLeft(node);
        }

        // LightGBM takes what is next to zero for zero before it asks.
        bool zero = nan || x is >= -Zero and <= Zero;
        return missing == MissingForm.Zero && zero ? IsDefaultLeft(node) : (zero ? 0 : x) <= Thresholds[node];
    }

    private bool Contains(int node, double x)
    {
        // As a cast to int cuts it: -0.5 is category 0.
        if (!(x > -1 && x < int.MaxValue))
        {
            return false;
        }

        int category = (int)x, set = (int)Thresholds[node];
        int word = SetStarts[set] + (category >> 5);
        return word < SetStarts[set + 1] && (SetBits[word] >> (category & 31) & 1) != 0;
    }
}
