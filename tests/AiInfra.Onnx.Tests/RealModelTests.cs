using AiInfra.Support;

namespace AiInfra.Onnx.Tests;

/// <summary>Models that others made.</summary>
public sealed class RealModelTests
{
    [Fact]
    public void Write_ModelsOfOthers_GivesTheirBytesBack()
    {
        foreach (string file in OnnxFiles())
        {
            byte[] original = File.ReadAllBytes(file);

            Assert.Equal(original, OnnxModel.Read(original).ToBytes());
        }
    }

    [Fact]
    public void Check_ModelsOfOthers_FindsNothing()
    {
        foreach (string file in OnnxFiles())
        {
            Assert.Empty(OnnxChecker.Check(OnnxModel.Read(file)));
        }
    }

    [Fact]
    public void Describe_ModelsOfOthers_NamesEveryInput()
    {
        foreach (string file in OnnxFiles())
        {
            OnnxModel model = OnnxModel.Read(file);
            string text = model.Describe();
            Assert.All(model.Graph.Inputs, input => Assert.Contains($"in   {input.Name}", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void From_ModelsOfOthers_RunsTheSame()
    {
        foreach (string file in OnnxFiles())
        {
            OnnxModel model = OnnxModel.Read(file);
            if (model.OpsetVersion is < 13 or > 21)
            {
                continue;
            }

            OnnxGraphBuilder builder = OnnxGraphBuilder.From(model);
            model.Graph.Outputs.ForEach(o => builder.Output(o.Name, builder.Value(o.Name)));
            Assert.Equal(model.Graph.Nodes.Count, builder.Build().Graph.Nodes.Count);
        }
    }

    private static IEnumerable<string> OnnxFiles() =>
        Directory.EnumerateFiles(SharedData.Require("onnx"), "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
