using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Export;

public sealed class ModuleExportTests
{
    public ModuleExportTests()
    {
        Libtorch.Load();
    }

    public static TheoryData<string> Names
    {
        get
        {
            Libtorch.Load();
            return [.. ModuleSamples.All().Select(s => s.Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Export_OfEveryModule_AnswersAsTheModule(string name)
    {
        ModuleSample sample = ModuleSamples.All().Single(s => s.Name == name);
        foreach (int opset in (int[])[21, 17])
        {
            OnnxModel model = Export(sample, opset);
            Assert.Equal(sample.Outputs, model.Graph.Outputs.Select(o => o.Name));
        }
    }

    internal static OnnxModel Export(ModuleSample sample, int opset)
    {
        var options = new OnnxExportOptions { Opset = opset, Tolerance = 1e-5, Forward = sample.Forward };
        foreach ((string symbol, long[] sizes) in sample.Sizes)
        {
            options.Sizes[symbol] = sizes;
        }

        return new OnnxExporter().Export(sample.Module, sample.Inputs, sample.Outputs, options);
    }
}
