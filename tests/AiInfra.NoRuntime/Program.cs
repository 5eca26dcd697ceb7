using AiInfra.Onnx;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Export;

// Prints what a host without the native library is told, twice: the second try finds a type that failed before.
var graph = new OnnxGraphBuilder("twice");
OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 1]);
OnnxModel model = graph.Output("y", graph.Add(x, x)).Build();
for (int i = 0; i < 2; i++)
{
    Tell(() => OnnxRuntimeModel.Load(model.ToBytes()));
    Tell(() => new OnnxRuntimeRunner().Run(model, new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of<float>("x", [1f], 1, 1) }));
}

static void Tell(Func<object> run)
{
    try
    {
        Console.WriteLine($"no error: {run()}");
    }
    catch (Exception e) when (e is RuntimeMissingException or OnnxExportException)
    {
        Console.WriteLine($"{e.GetType().Name}: {e.Message}");
    }
}
