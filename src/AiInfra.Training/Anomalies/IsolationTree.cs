namespace AiInfra.Training.Anomalies;

/// <summary>One tree of random cuts: the sooner a row is alone, the more unlike it is (Liu, Ting, Zhou 2008, algorithm 2). Nodes in one list, the root first.</summary>
internal sealed class IsolationTree
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>Feature of the cut; -1 for a leaf.</summary>
    public List<int> Features { get; } = [];

    /// <summary>A value up to this goes left; of a leaf, the length of the path to it and of what would follow.</summary>
    public List<float> Values { get; } = [];

    public List<int> Left { get; } = [];

    public List<int> Right { get; } = [];

    public static IsolationTree Grow(float[] dense, int width, int[] rows, Random random)
    {
        var tree = new IsolationTree();
        tree.Add(dense, width, rows, 0, (int)Math.Ceiling(Math.Log2(Math.Max(2, rows.Length))), random);
        return tree;
    }

    /// <summary>The mean length of a path among so many rows (equation 1 of the paper).</summary>
    public static double Usual(int rows) => rows switch
    {
        < 2 => 0,
        2 => 1,
        _ => (2 * (Math.Log(rows - 1) + EulerGamma)) - (2.0 * (rows - 1) / rows),
    };

    public float Path(ReadOnlySpan<float> row)
    {
        int at = 0;
        while (Features[at] >= 0)
        {
            at = row[Features[at]] <= Values[at] ? Left[at] : Right[at];
        }

        return Values[at];
    }

    private int Add(float[] dense, int width, int[] rows, int depth, int most, Random random)
    {
        int at = Features.Count;
        Features.Add(-1);
        Values.Add((float)(depth + Usual(rows.Length)));
        Left.Add(0);
        Right.Add(0);
        if (depth >= most || rows.Length < 2 || Cut(dense, width, rows, random) is not (int feature, float value))
        {
            return at;
        }

        (Features[at], Values[at]) = (feature, value);
        Left[at] = Add(dense, width, Array.FindAll(rows, r => dense[(r * width) + feature] <= value), depth + 1, most, random);
        Right[at] = Add(dense, width, Array.FindAll(rows, r => dense[(r * width) + feature] > value), depth + 1, most, random);
        return at;
    }

    /// <summary>A random value of a random feature that differs among the rows; null where none does.</summary>
    private static (int Feature, float Value)? Cut(float[] dense, int width, int[] rows, Random random)
    {
        int[] features = [.. Enumerable.Range(0, width)];
        for (int i = 0; i < width; i++)
        {
            // Drawn until one differs: all that differ are as likely, whatever stands beside them.
            int drawn = random.Next(i, width), feature = features[drawn];
            features[drawn] = features[i];
            (float least, float most) = (float.MaxValue, float.MinValue);
            foreach (int row in rows)
            {
                (least, most) = (Math.Min(least, dense[(row * width) + feature]), Math.Max(most, dense[(row * width) + feature]));
            }

            if (least < most)
            {
                float value = (float)(least + (random.NextDouble() * ((double)most - least)));
                return (feature, value < most ? value : least);
            }
        }

        return null;
    }
}
