using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Anomalies;

/// <summary>
/// Rows that random cuts soon separate from all others are anomalies: score 2^(-mean path / usual path), from 0 to 1, about 0.5 or less for normal rows (Liu, Ting, Zhou, Isolation Forest, 2008).
/// Its trees are a TreeEnsemble in the exported graph.
/// </summary>
public sealed class IsolationForest : AnomalyModel
{
    private readonly IsolationTree[] _trees;
    private readonly double _usual;

    private IsolationForest(TableEncoder encoder, IsolationTree[] trees, double usual)
        : base(encoder) => (_trees, _usual) = (trees, usual);

    /// <summary>Trees.</summary>
    public int Trees => _trees.Length;

    /// <summary>Grows a forest. The same seed and rows give the same one.</summary>
    /// <param name="rows">The rows, most of them normal.</param>
    /// <param name="options">How.</param>
    /// <param name="features">Columns to look at; null takes all.</param>
    /// <exception cref="AnomalyException">There are fewer than two rows, or they are all alike.</exception>
    /// <exception cref="EncodingException">A column can't be encoded.</exception>
    public static IsolationForest Fit(IReadOnlyList<Row> rows, IsolationForestOptions? options = null, RowSchema? features = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options = (options ?? new IsolationForestOptions()).Checked();
        TableEncoder encoder = Encode(rows, features, options.Encoding);
        EncodedBatch encoded = encoder.Encode(rows);
        int sample = Math.Min(options.SampleRows, encoded.Rows);
        var random = new Random(unchecked((int)(options.Seed ^ (options.Seed >> 32))));
        int[] order = [.. Enumerable.Range(0, encoded.Rows)];
        var trees = new IsolationTree[options.Trees];
        for (int t = 0; t < trees.Length; t++)
        {
            for (int i = 0; i < sample; i++)
            {
                int other = random.Next(i, order.Length);
                (order[i], order[other]) = (order[other], order[i]);
            }

            trees[t] = IsolationTree.Grow(encoded.Dense, encoded.Width, order[..sample], random);
        }

        if (trees.All(t => t.Features.Count == 1))
        {
            throw new AnomalyException($"The {encoded.Rows} rows are all alike in the columns {string.Join(", ", encoder.Columns.Columns.Select(c => c.Name))}: there is nothing to isolate by.");
        }

        var forest = new IsolationForest(encoder, trees, IsolationTree.Usual(sample));
        forest.Threshold = options.Contamination is { } share ? Quantile(forest.Scores(encoded), share) : 0.5;
        return forest;
    }

    private protected override double[] Scores(EncodedBatch rows)
    {
        var scores = new double[rows.Rows];
        for (int i = 0; i < scores.Length; i++)
        {
            double paths = 0;
            foreach (IsolationTree tree in _trees)
            {
                paths += tree.Path(rows.Dense.AsSpan(i * rows.Width, rows.Width));
            }

            scores[i] = Math.Pow(2, -paths / _trees.Length / _usual);
        }

        return scores;
    }

    private protected override OnnxValue AppendScore(OnnxGraphBuilder graph, OnnxValue dense, ModuleConverters converters)
    {
        int[] places = [.. _trees.SelectMany(t => Enumerable.Range(0, t.Features.Count))], numbers = [.. _trees.SelectMany((t, i) => Enumerable.Repeat(i, t.Features.Count))];
        int[] leaves = [.. Enumerable.Range(0, places.Length).Where(i => _trees[numbers[i]].Features[places[i]] < 0)];
        T[] Of<T>(Func<IsolationTree, int, T> read) => [.. places.Select((place, i) => read(_trees[numbers[i]], place))];
        long[] Long(IEnumerable<int> values) => [.. values.Select(v => (long)v)];
        OnnxValue path = graph.Node(
            "TreeEnsembleRegressor",
            [dense],
            [
                ("n_targets", 1), ("aggregate_function", "AVERAGE"), ("post_transform", "NONE"),
                ("nodes_treeids", Long(numbers)), ("nodes_nodeids", Long(places)),
                ("nodes_featureids", Of((t, i) => (long)Math.Max(0, t.Features[i]))),
                ("nodes_modes", Of((t, i) => t.Features[i] < 0 ? "LEAF" : "BRANCH_LEQ")),
                ("nodes_values", Of((t, i) => t.Features[i] < 0 ? 0f : t.Values[i])),
                ("nodes_truenodeids", Of((t, i) => (long)t.Left[i])), ("nodes_falsenodeids", Of((t, i) => (long)t.Right[i])),
                ("target_treeids", Long(leaves.Select(i => numbers[i]))), ("target_nodeids", Long(leaves.Select(i => places[i]))),
                ("target_ids", new long[leaves.Length]), ("target_weights", leaves.Select(i => _trees[numbers[i]].Values[places[i]]).ToArray()),
            ],
            OnnxOpset.MachineLearning) with { ElementType = OnnxElementType.Float, Shape = OnnxShape.Create(["N", 1]) };
        return graph.Exp(graph.Mul(graph.Cast(path, OnnxElementType.Double), graph.Constant(-Math.Log(2) / _usual, "rate")));
    }
}
