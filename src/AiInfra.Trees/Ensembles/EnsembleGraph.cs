using AiInfra.Onnx;

namespace AiInfra.Trees.Ensembles;

/// <summary>
/// Writes an ensemble as a node <c>TreeEnsemble</c> (ai.onnx.ml 5) in doubles, so that thresholds and sums are LightGBM's own.
/// Where zero counts as missing, a node becomes a chain of up to three that ask the same with "not above" alone.
/// </summary>
/// <param name="ensemble">The trees.</param>
/// <param name="rounds">Whether the features come as doubles where the trees learned floats: each threshold is then moved so that what passes is what passes once rounded to a float.</param>
internal sealed class EnsembleGraph(TreeEnsemble ensemble, bool rounds = false)
{
    private const byte NotAbove = 0;
    private const byte Member = 6;

    // The largest double below LightGBM's negative zero range.
    private static readonly double s_belowZero = Math.BitDecrement(-Tree.Zero);

    private readonly List<long> _roots = [];
    private readonly List<long> _features = [];
    private readonly List<double> _splits = [];
    private readonly List<byte> _modes = [];
    private readonly List<long> _missingLeft = [];
    private readonly List<Child> _true = [];
    private readonly List<Child> _false = [];
    private readonly List<double> _members = [];
    private readonly List<long> _targets = [];
    private readonly List<double> _weights = [];

    public OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue features)
    {
        if (graph.MachineLearningOpset < 5)
        {
            throw new ArgumentException($"Trees are written in operator set 5 of ai.onnx.ml; this graph is built in {graph.MachineLearningOpset}. Begin it with machineLearningOpset: 5.", nameof(graph));
        }

        if (features.ElementType is not (OnnxElementType.Double or OnnxElementType.Undefined))
        {
            throw new ArgumentException($"Trees take features as Double, since their thresholds are; these are {features.ElementType}. Put a Cast before.", nameof(features));
        }

        for (int i = 0; i < ensemble.Trees.Length; i++)
        {
            Add(ensemble.Trees[i], i % ensemble.Outputs);
        }

        var attributes = new List<OnnxAttribute>
        {
            ("n_targets", ensemble.Outputs),
            ("aggregate_function", 1),
            ("post_transform", 0),
            ("tree_roots", _roots.ToArray()),
            ("nodes_featureids", _features.ToArray()),
            ("nodes_splits", OnnxTensor.Of<double>("", _splits.ToArray())),
            ("nodes_modes", OnnxTensor.Of<byte>("", _modes.ToArray())),
            ("nodes_truenodeids", _true.ConvertAll(c => (long)c.At).ToArray()),
            ("nodes_trueleafs", _true.ConvertAll(c => c.IsLeaf ? 1L : 0).ToArray()),
            ("nodes_falsenodeids", _false.ConvertAll(c => (long)c.At).ToArray()),
            ("nodes_falseleafs", _false.ConvertAll(c => c.IsLeaf ? 1L : 0).ToArray()),
            ("leaf_targetids", _targets.ToArray()),
            ("leaf_weights", OnnxTensor.Of<double>("", _weights.ToArray())),
        };
        if (_missingLeft.Contains(1))
        {
            attributes.Add(("nodes_missing_value_tracks_true", _missingLeft.ToArray()));
        }

        if (_members.Count > 0)
        {
            attributes.Add(("membership_values", OnnxTensor.Of<double>("", _members.ToArray())));
        }

        return graph.Node("TreeEnsemble", [features], attributes.ToArray(), OnnxOpset.MachineLearning, "trees");
    }

    private void Add(Tree tree, int target)
    {
        int leaves = _weights.Count;
        _weights.AddRange(tree.Leaves);
        _targets.AddRange(Enumerable.Repeat((long)target, tree.Leaves.Length));
        _roots.Add(_features.Count);
        if (tree.Nodes == 0)
        {
            // A tree of one leaf is a node both of whose ways lead there.
            int only = Node(0, 0, NotAbove, false);
            (_true[only], _false[only]) = (new(leaves, true), new(leaves, true));
            return;
        }

        // Places that wait for a child. A child that is wanted in two places is written twice: the standard wants trees, not nets.
        var waiting = new Stack<(int Child, int At, bool Left)>();
        waiting.Push((0, -1, false));
        while (waiting.TryPop(out (int Child, int At, bool Left) place))
        {
            Child written;
            if (place.Child < 0)
            {
                written = new(leaves + ~place.Child, true);
            }
            else
            {
                written = new(_features.Count, false);
                Write(tree, place.Child, waiting);
            }

            if (place.At >= 0)
            {
                (place.Left ? _true : _false)[place.At] = written;
            }
        }
    }

    private void Write(Tree tree, int node, Stack<(int Child, int At, bool Left)> waiting)
    {
        int feature = tree.Features[node], left = tree.Left[node], right = tree.Right[node];
        bool defaultLeft = tree.IsDefaultLeft(node);

        int Ask(double split, bool missingLeft, int? onTrue, int? onFalse, byte mode = NotAbove)
        {
            int at = Node(feature, split, mode, missingLeft);
            if (onFalse is { } no)
            {
                waiting.Push((no, at, false));
            }

            if (onTrue is { } yes)
            {
                waiting.Push((yes, at, true));
            }

            return at;
        }

        if (tree.IsCategorical(node))
        {
            // The sets stand in the order of their nodes.
            double[] members = [.. tree.Members(node).Select(m => (double)m)];
            Ask(0, false, left, right, Member);
            _members.AddRange(members.Length == 0 ? [0.5] : members);
            _members.Add(double.NaN);
            return;
        }

        double threshold = Split(tree.Thresholds[node]);
        switch (tree.Missing(node))
        {
            case MissingForm.NaN:
                Ask(threshold, defaultLeft, left, right);
                break;
            case MissingForm.None:
                Ask(threshold, threshold > 0, left, right);
                break;
            case MissingForm.Zero when defaultLeft && threshold >= s_belowZero && threshold <= Tree.Zero:
                Ask(Tree.Zero, true, left, right);
                break;
            case MissingForm.Zero when defaultLeft && threshold < 0:
                // Left up to the threshold, right up to zero, left at zero, right beyond.
                int first = Ask(threshold, true, left, null);
                int gap = Ask(s_belowZero, false, right, null);
                int zero = Ask(Tree.Zero, true, left, right);
                (_false[first], _false[gap]) = (new(gap, false), new(zero, false));
                break;
            case MissingForm.Zero when !defaultLeft && threshold > Tree.Zero:
                // Left below zero, right at zero, left up to the threshold, right beyond.
                int below = Ask(s_belowZero, false, left, null);
                int within = Ask(Tree.Zero, true, right, null);
                int above = Ask(threshold, false, left, right);
                (_false[below], _false[within]) = (new(within, false), new(above, false));
                break;
            default:
                Ask(defaultLeft ? threshold : Math.Min(threshold, s_belowZero), defaultLeft, left, right);
                break;
        }
    }

    /// <summary>LightGBM takes what is next to zero for zero before it asks; a threshold there is moved so that the same values pass.</summary>
    private static double Split(double threshold) => threshold is < -Tree.Zero or > Tree.Zero ? threshold : threshold >= 0 ? Tree.Zero : s_belowZero;

    /// <summary>The largest double that is not above the split once it is rounded to the nearest float; infinity is rounded to the largest float.</summary>
    private static double Unrounded(double split)
    {
        float last = (float)split;
        last = last > split ? MathF.BitDecrement(last) : last;
        if (last >= float.MaxValue)
        {
            return double.PositiveInfinity;
        }

        double middle = (last + (double)MathF.BitIncrement(last)) / 2;
        return (float)middle == last ? middle : Math.BitDecrement(middle);
    }

    private int Node(int feature, double split, byte mode, bool missingLeft)
    {
        _features.Add(feature);
        _splits.Add(rounds && mode == NotAbove ? Unrounded(split) : split);
        _modes.Add(mode);
        _missingLeft.Add(missingLeft ? 1 : 0);
        _true.Add(default);
        _false.Add(default);
        return _features.Count - 1;
    }

    private readonly record struct Child(int At, bool IsLeaf);
}
