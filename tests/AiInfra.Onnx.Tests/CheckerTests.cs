namespace AiInfra.Onnx.Tests;

public sealed class CheckerTests
{
    [Fact]
    public void Check_GoodModel_FindsNothing() => Assert.Empty(OnnxChecker.Check(Model()));

    [Theory]
    [InlineData(11, false)]
    [InlineData(13, true)]
    public void Check_CallAsItWasBeforeOpset13_IsJudgedByItsOwnOpset(int opset, bool found)
    {
        OnnxModel model = Model();
        model.Opsets[model.Opsets.FindIndex(o => o.Domain.Length == 0)] = new OnnxOpset("", opset);
        model.Graph.Nodes.Add(new OnnxNode("Unsqueeze", ["y"], ["wider"], [("axes", new[] { 0L })]));
        model.Graph.Outputs.Add(new OnnxValueInfo("wider", new OnnxTensorType(OnnxElementType.Float)));
        Assert.Equal(found, OnnxChecker.Check(model).Any(f => f.What.StartsWith("Unsqueeze", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Constant", "value", OnnxAttributeKind.Tensor)]
    [InlineData("Constant", "value_ints", OnnxAttributeKind.Ints)]
    [InlineData("ConstantOfShape", "value", OnnxAttributeKind.Tensor)]
    [InlineData("Softmax", "axis", OnnxAttributeKind.Int)]
    [InlineData("Transpose", "perm", OnnxAttributeKind.Ints)]
    [InlineData("Cast", "to", OnnxAttributeKind.Int)]
    public void Check_AttributeOfAFunctionOutsideOne_ThrowsNothing(string op, string attribute, OnnxAttributeKind kind)
    {
        OnnxModel model = Model();
        model.Graph.Nodes.Add(new OnnxNode(op, op == "Constant" ? [] : ["y"], ["made"], [new OnnxAttribute(attribute, kind, null) { ReferenceTo = "outer" }]));
        model.Graph.Outputs.Add(new OnnxValueInfo("made", new OnnxTensorType(OnnxElementType.Float)));
        _ = OnnxChecker.Check(model);
        _ = model.Describe();
        _ = model.Graph.InferTypes();
        _ = OnnxModel.Read(model.ToBytes()).Describe();
    }

    [Fact]
    public void Check_NodesInACircle_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Nodes[0].Inputs[0] = "y";

        OnnxFinding finding = Assert.Single(OnnxChecker.Check(model));
        Assert.Equal("graph.node[0]", finding.Where);
        Assert.Contains("circle", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OneNameMadeTwice_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Nodes.Add(new OnnxNode("Relu", ["x"], ["y"]));

        Assert.Contains("'y' already", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_InputThatNothingGives_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Nodes[1].Inputs[0] = "nowhere";

        Assert.Contains("'nowhere', which nothing gives", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OutputThatNothingGives_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Outputs.Add(new OnnxValueInfo("z", new OnnxTensorType(OnnxElementType.Float)));

        Assert.Contains("nothing gives 'z'", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_InputWithoutType_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Inputs[0].Type = null;

        Assert.Contains("'x' has no type", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DomainNotImported_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Nodes[1].Domain = "com.example";

        Assert.Contains("not imported", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoOperatorSet_SaysSo()
    {
        OnnxModel model = Model();
        model.Opsets.Clear();

        Assert.Equal("opset_import", OnnxChecker.Check(model)[0].Where);
    }

    [Fact]
    public void Check_TooManyInputs_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Nodes[1].Inputs.Add("x");

        Assert.Contains("Relu takes 1 inputs, 2 are given", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TypesThatDiffer_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Initializers[0] = OnnxTensor.Of(model.Graph.Initializers[0].Name, [1.0, 2.0]);

        Assert.Contains("Float and Double", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OutputOfAnotherShape_SaysSo()
    {
        OnnxModel model = Model();
        model.Graph.Outputs[0].Type = new OnnxTensorType(OnnxElementType.Float, ["batch", 3]);

        Assert.Contains("[batch, 3]; the graph gives [batch, 2]", Assert.Single(OnnxChecker.Check(model)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckOrThrow_SeveralFindings_ListsThem()
    {
        OnnxModel model = Model();
        model.Graph.Nodes[0].Inputs[0] = "a";
        model.Graph.Nodes[1].Inputs[0] = "c";

        var error = Assert.Throws<OnnxFormatException>(() => OnnxChecker.CheckOrThrow(model));

        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'c'", error.Message, StringComparison.Ordinal);
    }

    private static OnnxModel Model()
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 2]);
        graph.Output("y", graph.Relu(graph.Add(x, graph.Initializer("b", [1f, 2f]))));
        return graph.Build();
    }
}
