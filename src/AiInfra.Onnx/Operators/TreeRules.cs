namespace AiInfra.Onnx.Operators;

/// <summary>Ensembles of trees in <c>ai.onnx.ml</c>.</summary>
internal static class TreeRules
{
    private const int Member = 6;

    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("TreeEnsemble", new(1, 1, 1, c => c.Type(0) is { } type ? new(type.ElementType, Scores(c, c.Node.IntAttribute("n_targets", 1))) : null) { Accepts = OnnxElementTypes.IsFloat, Check = Problem }),
        ("TreeEnsembleRegressor", new(1, 1, 1, c => new(OnnxElementType.Float, Scores(c, c.Node.IntAttribute("n_targets", 1)))) { Check = OlderProblem }),
        ("TreeEnsembleClassifier", new(1, 1, 2, c => new(HasTexts(c) ? OnnxElementType.String : OnnxElementType.Int64, Rows(c) is { } rows ? [rows] : null))
        {
            Others = (c, _) => new(OnnxElementType.Float, Scores(c, null)),
            Check = OlderProblem,
        }),
    ];

    private static OnnxDim? Rows(OperatorCall call) => call.Shape(0) is { Rank: 2 } shape ? shape[0] : (OnnxDim?)null;

    private static OnnxShape? Scores(OperatorCall call, long? targets) => Rows(call) is { } rows ? [rows, targets is { } fixedSize ? fixedSize : OnnxDim.Unknown] : null;

    private static bool HasTexts(OperatorCall call) => call.Node.Attribute("classlabels_strings") is { Kind: OnnxAttributeKind.Strings };

    private static string? OlderProblem(OperatorCall call)
    {
        int nodes = Length(call, "nodes_nodeids");
        foreach (string name in (string[])["nodes_treeids", "nodes_featureids", "nodes_modes", "nodes_truenodeids", "nodes_falsenodeids"])
        {
            if (Length(call, name) != nodes)
            {
                return $"has {nodes} nodes_nodeids and {Length(call, name)} {name}";
            }
        }

        return null;
    }

    /// <summary>What the standard asks of version 5: lists of one length, places that exist, and a set for each node that asks for membership.</summary>
    private static string? Problem(OperatorCall call)
    {
        long[] features = Integers(call, "nodes_featureids"), roots = Integers(call, "tree_roots"), targets = Integers(call, "leaf_targetids");
        foreach (string name in (string[])["nodes_truenodeids", "nodes_falsenodeids", "nodes_trueleafs", "nodes_falseleafs", "nodes_modes", "nodes_splits"])
        {
            if (Length(call, name) != features.Length)
            {
                return $"has {features.Length} nodes_featureids and {Length(call, name)} {name}";
            }
        }

        if (Length(call, "leaf_weights") != targets.Length)
        {
            return $"has {targets.Length} leaf_targetids and {Length(call, "leaf_weights")} leaf_weights";
        }

        long width = call.Shape(0) is { Rank: 2 } shape && shape[1].Size is { } size ? size : long.MaxValue;
        if (Outside(features, width) is { } feature)
        {
            return $"asks for feature {feature} of {width}";
        }

        if (Outside(roots, features.Length) is { } root)
        {
            return $"has a tree that starts at node {root} of {features.Length}";
        }

        long wanted = call.Node.IntAttribute("n_targets", 1);
        return Outside(targets, wanted) is { } target ? $"has a leaf for target {target} of {wanted}"
            : Children(call, "nodes_truenodeids", "nodes_trueleafs", features.Length, targets.Length) ?? Children(call, "nodes_falsenodeids", "nodes_falseleafs", features.Length, targets.Length) ?? Sets(call);
    }

    private static string? Children(OperatorCall call, string ids, string leafs, int nodes, int leaves)
    {
        long[] children = Integers(call, ids), ends = Integers(call, leafs);
        for (int i = 0; i < children.Length; i++)
        {
            int of = ends[i] != 0 ? leaves : nodes;
            if (children[i] < 0 || children[i] >= of)
            {
                return $"{ids}[{i}] is {(ends[i] != 0 ? "leaf" : "node")} {children[i]} of {of}";
            }
        }

        return null;
    }

    private static string? Sets(OperatorCall call)
    {
        if (call.Node.Attribute("nodes_modes") is not { Kind: OnnxAttributeKind.Tensor } modes || modes.AsTensor() is not { ElementType: OnnxElementType.UInt8, External: null } tensor)
        {
            return "nodes_modes is no tensor of UInt8";
        }

        int members = tensor.AsSpan<byte>().Count((byte)Member);
        if (members == 0)
        {
            return null;
        }

        int ends = call.Node.Attribute("membership_values") is { Kind: OnnxAttributeKind.Tensor } values ? Ends(values.AsTensor()) : 0;
        return ends == members ? null : $"has {members} nodes that ask for membership and {ends} sets, each ended by NaN";
    }

    private static int Ends(OnnxTensor values)
    {
        int ends = 0;
        if (values.ElementType == OnnxElementType.Double)
        {
            foreach (double value in values.AsSpan<double>())
            {
                ends += double.IsNaN(value) ? 1 : 0;
            }
        }
        else if (values.ElementType == OnnxElementType.Float)
        {
            foreach (float value in values.AsSpan<float>())
            {
                ends += float.IsNaN(value) ? 1 : 0;
            }
        }

        return ends;
    }

    private static long? Outside(long[] places, long count)
    {
        foreach (long place in places)
        {
            if (place < 0 || place >= count)
            {
                return place;
            }
        }

        return null;
    }

    private static long[] Integers(OperatorCall call, string name) => call.Node.Attribute(name) is { Kind: OnnxAttributeKind.Ints } ints ? ints.AsInts() : [];

    private static int Length(OperatorCall call, string name) => call.Node.Attribute(name) is not { } attribute ? 0 : attribute.Kind switch
    {
        OnnxAttributeKind.Ints => attribute.AsInts().Length,
        OnnxAttributeKind.Strings => attribute.AsBytesList().Length,
        OnnxAttributeKind.Tensor => (int)Math.Min(int.MaxValue, attribute.AsTensor().Count),
        _ => 0,
    };
}
