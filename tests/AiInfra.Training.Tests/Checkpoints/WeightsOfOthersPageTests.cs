// <readme> docs/checkpoints.md 2
using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;
using TorchSharp.Modules;

namespace Readmes;

/// <summary>Block 2 of docs/checkpoints.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class WeightsOfOthersPageTests
{
    [Fact]
    public void Page_WeightsOfOthers_FillTheModule()
    {
        using var folder = new ReadmeFolder();
        using var scope = NewDisposeScope();
        Tensor weight = rand(4, 12), bias = rand(12);
        TensorFile.Write("model.safetensors", new Dictionary<string, Tensor>
        {
            ["transformer.h.0.attn.c_attn.weight"] = weight,
            ["transformer.h.0.attn.c_attn.bias"] = bias,
            ["transformer.h.0.attn.bias"] = ones(8, 8),
            ["transformer.h.0.attn.masked_bias"] = tensor(-1e4f),
        });
        using Linear projection = nn.Linear(4, 12);
        using nn.Module model = nn.Sequential(("blocks", nn.Sequential(("0", nn.Sequential(("attn", nn.Sequential(("c_attn", projection))))))));

        // <readme> docs/checkpoints.md 2
        // Given: nn.Module model
        StateDictReport report = StateDict.Load(model, "model.safetensors", new StateDictOptions
        {
            StripPrefix = "transformer.",
            Rename = { new StateDictRule(@"^h\.(\d+)\.", "blocks.$1.") },
            Transpose = { @"(c_attn|c_proj|c_fc)\.weight$" },
            Ignore = { @"\.attn\.(bias|masked_bias)$" },
        });
        Console.WriteLine(report);       // how many were loaded, converted, transposed, tied; what is missing, unexpected, ignored
        // </readme>

        Assert.True(report.IsComplete);
        Assert.Equal(["transformer.h.0.attn.bias", "transformer.h.0.attn.masked_bias"], report.Ignored.Order(StringComparer.Ordinal));
        Assert.True(projection.weight!.allclose(weight.t(), 0, 0));
        Assert.True(projection.bias!.allclose(bias, 0, 0));
    }
}
