using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Onnx.Tests;

public sealed class EditingTests
{
    [Fact]
    public void Then_TwoModels_ComputesOneAfterTheOther()
    {
        OnnxModel both = Affine(2, 1).Then(Affine(10, 0), new Dictionary<string, string> { ["x"] = "y" }, "next/");

        // Both models call their output y: the first is connected, the second is the result.
        Assert.Equal([30f, 50f], Run(both, [1f, 2f]));
    }

    [Fact]
    public void Then_OneOutputAndOneInput_ConnectsThem()
    {
        Assert.Equal([70f], Run(Affine(2, 1).Then(Affine(10, 0)), [3f]));
    }

    [Fact]
    public void Then_TypesThatDoNotFit_SaysSo()
    {
        var graph = new OnnxGraphBuilder();
        graph.Output("z", graph.Abs(graph.Input("x", OnnxElementType.Int64, ["batch", 1])));

        Assert.Contains("does not take", Assert.Throws<ArgumentException>(() => Affine(1, 1).Then(graph.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Then_OtherOperatorSets_SaysSo()
    {
        var graph = new OnnxGraphBuilder(opset: 17);
        graph.Output("z", graph.Abs(graph.Input("x", OnnxElementType.Float, ["batch", 1])));

        Assert.Contains("operator set", Assert.Throws<OnnxFormatException>(() => Affine(1, 1).Then(graph.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Model_GoesOn()
    {
        OnnxGraphBuilder builder = OnnxGraphBuilder.From(Affine(2, 1));
        builder.Output("negative", builder.Node("Neg", [builder.Value("y")]));

        Assert.Equal([-5f], Run(builder.Build(), [2f]));
    }

    [Fact]
    public void Append_SameModelTwice_KeepsTheNamesApart()
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 1]);
        OnnxValue once = graph.Append(Affine(2, 1), new Dictionary<string, OnnxValue> { ["x"] = x })["y"];
        OnnxValue twice = graph.Append(Affine(2, 1), new Dictionary<string, OnnxValue> { ["x"] = once })["y"];
        graph.Output("y", twice);

        Assert.Equal([7f], Run(graph.Build(), [1f]));
    }

    [Fact]
    public void Rename_ValueInBetween_RunsTheSame()
    {
        OnnxModel model = Affine(2, 1);
        string between = model.Graph.Nodes[0].Outputs[0];

        model.Graph.Rename(between, "scaled");

        Assert.DoesNotContain(between, model.Graph.Nodes.SelectMany(n => n.Inputs));
        Assert.Equal([5f], Run(model, [2f]));
    }

    [Fact]
    public void Rename_CapturedByAGraphInside_IsRenamedThereToo()
    {
        OnnxModel model = Conditional();

        model.Graph.Rename("x", "renamed");

        Assert.Empty(OnnxChecker.Check(model));
        Assert.Equal([2f], Run(model, [2f], "renamed"));
    }

    [Fact]
    public void Build_OutputCapturedByAGraphInside_IsRenamedThereToo()
    {
        OnnxGraphBuilder builder = OnnxGraphBuilder.From(Conditional());
        builder.Output("positive", builder.Value("condition")).Output("result", builder.Value("y"));

        Assert.Empty(OnnxChecker.Check(builder.Build()));
    }

    [Fact]
    public void Rename_ToANameThatIsTaken_SaysSo()
    {
        Assert.Throws<ArgumentException>(() => Affine(2, 1).Graph.Rename("x", "y"));
    }

    [Fact]
    public void ReplaceOutputs_ValueInBetween_DropsTheRest()
    {
        OnnxModel model = Affine(2, 1);
        string between = model.Graph.Nodes[0].Outputs[0];

        model.Graph.ReplaceOutputs(between);

        Assert.Single(model.Graph.Nodes);
        Assert.Single(model.Graph.Initializers);
        Assert.Equal([4f], Run(model, [2f]));
    }

    [Fact]
    public void Extract_SecondHalf_ComputesIt()
    {
        OnnxModel model = Affine(2, 1);
        string between = model.Graph.Nodes[0].Outputs[0];

        Assert.Equal([3f], Run(model.Extract([between], ["y"]), [2f], between));
    }

    [Fact]
    public void Extract_WithoutAnInputItNeeds_SaysWhich()
    {
        Assert.Contains("also need the inputs x", Assert.Throws<ArgumentException>(() => Affine(2, 1).Extract([], ["y"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_Changed_LeavesTheOriginal()
    {
        OnnxModel model = Affine(2, 1);
        byte[] before = model.ToBytes();

        OnnxModel copy = model.Copy();
        copy.Graph.Rename("x", "other");
        copy.Graph.Initializers[0].Name = "changed";
        copy.Metadata["k"] = "v";

        Assert.Equal(before, model.ToBytes());
    }

    [Fact]
    public void From_ModelWithFunctions_KeepsThem()
    {
        OnnxModel model = Affine(2, 1);
        model.Functions.Add(new OnnxFunction { Name = "Twice", Domain = "local", Inputs = { "a" }, Outputs = { "b" }, Nodes = { new OnnxNode("Add", ["a", "a"], ["b"]) }, Opsets = { new OnnxOpset("", 21) } });
        model.Opsets.Add(new OnnxOpset("local", 1));
        model.Graph.Nodes.Add(new OnnxNode("Twice", ["y"], ["z"], domain: "local"));
        model.Graph.Outputs.Clear();
        model.Graph.Outputs.Add(new OnnxValueInfo("z", new OnnxTensorType(OnnxElementType.Float, ["batch", 1])));

        OnnxGraphBuilder builder = OnnxGraphBuilder.From(OnnxModel.Read(model.ToBytes()));
        builder.Output("z", builder.Value("z"));

        Assert.Equal([10f], Run(builder.Build(), [2f]));
    }

    private static OnnxModel Affine(float factor, float offset)
    {
        var graph = new OnnxGraphBuilder("affine");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 1]);
        graph.Output("y", graph.Add(graph.Mul(x, graph.Constant(factor)), graph.Constant(offset)));
        return graph.Build();
    }

    /// <summary>y = sum(x) > 0 ? x : -x, with the branches taking x from around them.</summary>
    private static OnnxModel Conditional()
    {
        OnnxGraph Branch(string op, string output)
        {
            var branch = new OnnxGraph { Name = op };
            branch.Nodes.Add(new OnnxNode(op, ["x"], [output]));
            branch.Outputs.Add(new OnnxValueInfo(output, new OnnxTensorType(OnnxElementType.Float, ["batch", 1])));
            return branch;
        }

        var graph = new OnnxGraphBuilder("conditional");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 1]);
        OnnxValue sum = graph.ReduceSum(x, [0L, 1L], keepDims: false);
        OnnxValue condition = graph.Greater(sum, graph.Constant(0f), "condition");
        OnnxValue y = graph.Node("If", [condition], [("then_branch", Branch("Identity", "then")), ("else_branch", Branch("Neg", "else"))], name: "y");
        graph.Output("y", y, ["batch", 1], OnnxElementType.Float);
        return graph.Build();
    }

    private static float[] Run(OnnxModel model, float[] x, string input = "x")
    {
        using var session = new InferenceSession(model.ToBytes());
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(x, [x.Length, 1]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> result = session.Run(options, [input], [value], [session.OutputNames[0]]);
        return result[0].GetTensorDataAsSpan<float>().ToArray();
    }

    [Fact]
    public void InferTypes_InputLeftOutAfterAnOutputNotWanted_IsNotTakenForIt()
    {
        OnnxGraph graph = Unwanted();
        Assert.Equal(OnnxElementType.Float, graph.InferTypes()["cut"].ElementType);
    }

    [Fact]
    public void RemoveUnused_InputLeftOut_KeepsNoNodeAlive()
    {
        OnnxGraph graph = Unwanted();
        graph.Nodes[1].Inputs[0] = "x";
        Assert.Equal(1, graph.RemoveUnused());
        Assert.Equal("Clip", Assert.Single(graph.Nodes).OpType);
    }

    /// <summary>The second output of the first node has no name, nor has the second input of the second.</summary>
    private static OnnxGraph Unwanted()
    {
        var graph = new OnnxGraph { Name = "g" };
        graph.Inputs.Add(new OnnxValueInfo("x", new OnnxTensorType(OnnxElementType.Float, ["N", 2])));
        graph.Initializers.Add(OnnxTensor.Of<float>("most", [1f]));
        graph.Nodes.Add(new OnnxNode("Dropout", ["x"], ["kept", ""]));
        graph.Nodes.Add(new OnnxNode("Clip", ["kept", "", "most"], ["cut"]));
        graph.Outputs.Add(new OnnxValueInfo("cut", null));
        return graph;
    }
}
