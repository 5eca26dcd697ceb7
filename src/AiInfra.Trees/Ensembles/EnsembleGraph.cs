using AiInfra.Onnx;

namespace AiInfra.Trees.Ensembles;

/// <summary>
/// Writes an ensemble as a node <c>TreeEnsemble</c> (ai.onnx.ml 5) in doubles, so that thresholds and sums are LightGBM's own.
/// Where zero counts as missing, a node becomes a chain of up to three that ask the same with "not above" alone.
/// </summary>
internal sealed class EnsembleGraph(TreeEnsemble ensemble)
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
        int root = _features.Count;
        _roots.Add(root);
        if (tree.Nodes == 0)
        {
            // A tree of one leaf is a node both of whose ways lead there.
            Node(0, 0, NotAbove, false, new(leaves, true), new(leaves, true));
            return;
        }

        // Room for the first node of each chain, so that children are known before they are written.
        int[] nodes = new int[tree.Nodes];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Node(0, 0, NotAbove, false, default, default);
        }

        Child To(int child) => child < 0 ? new(leaves + ~child, true) : new(nodes[child], false);
        for (int i = 0; i < nodes.Length; i++)
        {
            Write(tree, i, nodes[i], To(tree.Left[i]), To(tree.Right[i]));
        }
    }

    private void Write(Tree tree, int node, int at, Child left, Child right)
    {
        int feature = tree.Features[node];
        double threshold = tree.Thresholds[node];
        bool defaultLeft = tree.IsDefaultLeft(node);
        if (tree.IsCategorical(node))
        {
            double[] members = [.. tree.Members(node).Select(m => (double)m)];
            if (members.Length == 0)
            {
                Set(at, feature, 0, NotAbove, false, right, right);
                return;
            }

            // The sets stand in the order of the nodes: a chain's further nodes are no sets, so the order of writing is theirs.
            Set(at, feature, 0, Member, false, left, right);
            _members.AddRange(members);
            _members.Add(double.NaN);
            return;
        }

        switch (tree.Missing(node))
        {
            case MissingForm.NaN:
                Set(at, feature, threshold, NotAbove, defaultLeft, left, right);
                break;
            case MissingForm.None:
                Set(at, feature, threshold, NotAbove, threshold >= 0, left, right);
                break;
            case MissingForm.Zero when defaultLeft && threshold >= -Tree.Zero:
                Set(at, feature, Math.Max(threshold, Tree.Zero), NotAbove, true, left, right);
                break;
            case MissingForm.Zero when defaultLeft:
                int zero = Node(feature, Tree.Zero, NotAbove, true, left, right);
                int gap = Node(feature, s_belowZero, NotAbove, false, right, new(zero, false));
                Set(at, feature, threshold, NotAbove, true, left, new(gap, false));
                break;
            case MissingForm.Zero when threshold > Tree.Zero:
                int above = Node(feature, threshold, NotAbove, false, left, right);
                int within = Node(feature, Tree.Zero, NotAbove, true, right, new(above, false));
                Set(at, feature, s_belowZero, NotAbove, false, left, new(within, false));
                break;
            default:
                Set(at, feature, Math.Min(threshold, s_belowZero), NotAbove, false, left, right);
                break;
        }
    }

    private int Node(int feature, double split, byte mode, bool missingLeft, Child left, Child right)
    {
        _features.Add(feature);
        _splits.Add(split);
        _modes.Add(mode);
        _missingLeft.Add(missingLeft ? 1 : 0);
        _true.Add(left);
        _false.Add(right);
        return _features.Count - 1;
    }

    private void Set(int at, int feature, double split, byte mode, bool missingLeft, Child left, Child right) =>
        (_features[at], _splits[at], _modes[at], _missingLeft[at], _true[at], _false[at]) = (feature, split, mode, missingLeft ? 1 : 0, left, right);

    private readonly record struct Child(int At, bool IsLeaf);
}
