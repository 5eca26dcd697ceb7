namespace AiInfra.Onnx.Tests;

/// <summary>An ensemble of trees is called as the standard wants it, or not built.</summary>
public sealed class TreeRulesTests
{
    [Fact]
    public void TreeEnsemble_Whole_HasTypeAndShape()
    {
        OnnxValue sums = Build();
        Assert.Equal(OnnxElementType.Double, sums.ElementType);
        Assert.Equal(2, sums.Shape![1].Size);
    }

    [Theory]
    [InlineData("nodes_featureids", 3L, "asks for feature 3 of 3")]
    [InlineData("tree_roots", 1L, "starts at node 1 of 1")]
    [InlineData("leaf_targetids", 2L, "a leaf for target 2 of 2")]
    [InlineData("nodes_falsenodeids", 2L, "leaf 2 of 2")]
    public void TreeEnsemble_PlaceThatIsNotThere_IsNamed(string attribute, long value, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Build(attribute, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void TreeEnsemble_SetMissing_IsNamed() =>
        Assert.Contains("1 nodes that ask for membership and 0 sets", Assert.Throws<ArgumentException>(() => Build(mode: 6)).Message, StringComparison.Ordinal);

    private static OnnxValue Build(string? attribute = null, long value = 0, byte mode = 0)
    {
        var graph = new OnnxGraphBuilder("trees", machineLearningOpset: 5);
        OnnxValue x = graph.Input("x", OnnxElementType.Double, ["batch", 3]);
        long[] Of(string name, params long[] usual) => name == attribute ? [value, .. usual[1..]] : usual;
        return graph.Node(
            "TreeEnsemble",
            [x],
            [
                ("n_targets", 2), ("tree_roots", Of("tree_roots", 0)), ("nodes_featureids", Of("nodes_featureids", 1)),
                ("nodes_splits", OnnxTensor.Of<double>("", [0.5])), ("nodes_modes", OnnxTensor.Of<byte>("", [mode])),
                ("nodes_truenodeids", Of("nodes_truenodeids", 0)), ("nodes_trueleafs", new long[] { 1 }),
                ("nodes_falsenodeids", Of("nodes_falsenodeids", 1)), ("nodes_falseleafs", new long[] { 1 }),
                ("leaf_targetids", Of("leaf_targetids", 0, 1)), ("leaf_weights", OnnxTensor.Of<double>("", [1.0, 2.0])),
            ],
            OnnxOpset.MachineLearning);
    }
}
