using System.Globalization;

namespace AiInfra.Trees.Ensembles;

/// <summary>Reads LightGBM's model text, format v3 and v4: lines of key=value, first of the model, then of each tree.</summary>
internal sealed class ModelText(string text)
{
    private int _at;
    private int _line;

    public TreeEnsemble Read()
    {
        if (!text.StartsWith("tree", StringComparison.Ordinal) || Section() is not { } header)
        {
            throw Wrong("it does not begin with 'tree'");
        }

        if (header.ContainsKey("average_output"))
        {
            throw Wrong("it is a random forest, whose trees are averaged; only boosted trees are read");
        }

        int features = Whole(header, "max_feature_idx") + 1;
        int outputs = Whole(header, "num_tree_per_iteration");
        if (features < 1 || outputs < 1)
        {
            throw Wrong($"it has {features} features and {outputs} trees an iteration");
        }

        string objective = header.GetValueOrDefault("objective", "");
        (TreeLink link, double scale) = LinkOf(objective);
        var trees = new List<Tree>();
        while (Section() is { } section)
        {
            if (section.ContainsKey("end of trees"))
            {
                return trees.Count % outputs == 0 && trees.Count > 0
                    ? new TreeEnsemble([.. trees], features, outputs, link, scale, objective.Split(' ')[0])
                    : throw Wrong($"it has {trees.Count} trees, {outputs} an iteration");
            }

            trees.Add(TreeOf(section, features));
        }

        throw Wrong("its last line, 'end of trees', is not there");
    }

    private (TreeLink Link, double Scale) LinkOf(string objective)
    {
        string[] words = objective.Split(' ');
        string? Setting(string name) => words.FirstOrDefault(w => w.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
        return words[0] switch
        {
            "regression" when words.Contains("sqrt") => throw Wrong("it learned the square root of its target (reg_sqrt), which is not read"),
            "regression" or "regression_l1" or "huber" or "fair" or "quantile" or "mape" or "lambdarank" or "rank_xendcg" or "" => (TreeLink.Identity, 1),
            "poisson" or "tweedie" or "gamma" => (TreeLink.Exponential, 1),
            "binary" => (TreeLink.Logistic, Setting("sigmoid") is { } scale ? Number(scale, "objective") : 1),
            "cross_entropy" => (TreeLink.Logistic, 1),
            "multiclass" => (TreeLink.Softmax, 1),
            _ => throw Wrong($"its objective '{objective}' is not read"),
        };
    }

    private Tree TreeOf(Dictionary<string, string> section, int features)
    {
        int leaves = Whole(section, "num_leaves");
        if (section.GetValueOrDefault("is_linear", "0") != "0")
        {
            throw Wrong("its leaves are linear, which are not read");
        }

        int nodes = leaves - 1;
        int sets = Whole(section, "num_cat");
        int[] starts = sets > 0 ? Many(section, "cat_boundaries", sets + 1, s => Parse(s, "cat_boundaries")) : [0];
        var tree = new Tree
        {
            Features = Many(section, "split_feature", nodes, s => Parse(s, "split_feature")),
            Thresholds = Many(section, "threshold", nodes, s => Number(s, "threshold")),
            Decisions = Many(section, "decision_type", nodes, s => (byte)Parse(s, "decision_type")),
            Left = Many(section, "left_child", nodes, s => Parse(s, "left_child")),
            Right = Many(section, "right_child", nodes, s => Parse(s, "right_child")),
            Gains = section.ContainsKey("split_gain") ? Many(section, "split_gain", nodes, s => (float)Number(s, "split_gain")) : new float[nodes],
            Leaves = Many(section, "leaf_value", leaves, s => Number(s, "leaf_value")),
            SetStarts = starts,
            SetBits = sets > 0 ? Many(section, "cat_threshold", starts[^1], s => uint.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out uint bits) ? bits : throw Wrong($"'{s}' in cat_threshold is no number")) : [],
        };
        for (int i = 0; i < nodes; i++)
        {
            bool children = Fits(tree.Left[i], i, leaves) && Fits(tree.Right[i], i, leaves);
            bool set = !tree.IsCategorical(i) || (tree.Thresholds[i] >= 0 && tree.Thresholds[i] < sets);
            if (!children || !set || tree.Features[i] < 0 || tree.Features[i] >= features || (!tree.IsCategorical(i) && double.IsNaN(tree.Thresholds[i])))
            {
                throw Wrong($"node {i} of a tree leads nowhere, or asks for what is not there");
            }
        }

        for (int i = 1; i < starts.Length; i++)
        {
            if (starts[i] < starts[i - 1])
            {
                throw Wrong("the category sets of a tree overlap");
            }
        }

        return tree;
    }

    /// <summary>Children come after their parents, so that no walk goes round.</summary>
    private static bool Fits(int child, int parent, int leaves) => child >= 0 ? child > parent && child < leaves - 1 : ~child < leaves;

    /// <summary>The lines up to an empty one; null at the end.</summary>
    private Dictionary<string, string>? Section()
    {
        Dictionary<string, string>? lines = null;
        while (_at < text.Length)
        {
            int end = text.IndexOf('\n', _at);
            end = end < 0 ? text.Length : end;
            ReadOnlySpan<char> line = text.AsSpan(_at, end - _at).TrimEnd('\r');
            (_at, _line) = (end + 1, _line + 1);
            if (line.Length == 0)
            {
                if (lines is not null)
                {
                    return lines;
                }

                continue;
            }

            int equals = line.IndexOf('=');
            (lines ??= new(StringComparer.Ordinal))[equals < 0 ? line.ToString() : line[..equals].ToString()] = equals < 0 ? "" : line[(equals + 1)..].ToString();
            if (equals < 0 && line is "end of trees")
            {
                return lines;
            }
        }

        return lines;
    }

    private T[] Many<T>(Dictionary<string, string> section, string key, int count, Func<string, T> parse)
    {
        if (count == 0)
        {
            return [];
        }

        string[] items = section.GetValueOrDefault(key, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return items.Length == count ? Array.ConvertAll(items, s => parse(s)) : throw Wrong($"{key} has {items.Length} numbers where {count} belong");
    }

    private int Whole(Dictionary<string, string> section, string key) => section.TryGetValue(key, out string? value) ? Parse(value, key) : throw Wrong($"{key} is not there");

    private int Parse(string value, string key) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong($"'{value}' in {key} is no whole number");

    private double Number(string value, string key) => value switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "-nan" => double.NaN,
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Wrong($"'{value}' in {key} is no number"),
    };

    private TreesException Wrong(string what) => new($"This is no LightGBM model that can be read: {what} (around line {_line}). Give the text that save_model wrote, whole.");
}
