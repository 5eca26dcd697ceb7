using System.Text;
using AiInfra.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>The table of docs/export.md: every public module of TorchSharp, how it is written, or why it is not.</summary>
internal static class ModuleTable
{
    private const string Loss = "a loss compares answers with what is known of them while a model learns; a served model does not have it";

    private static readonly Dictionary<string, string> Limits = new()
    {
        ["EmbeddingBag"] = "bags as rows of one input; mode and padding row are found by asking the module",
        ["BatchNorm1d"] = "with running figures", ["BatchNorm2d"] = "with running figures", ["BatchNorm3d"] = "with running figures",
        ["LocalResponseNorm"] = "odd sizes",
        ["AvgPool2d"] = "no divisor_override with ceil_mode", ["AvgPool3d"] = "no divisor_override with ceil_mode",
        ["AdaptiveAvgPool1d"] = "size known, or output 1", ["AdaptiveAvgPool2d"] = "sizes known, or output 1", ["AdaptiveAvgPool3d"] = "sizes known, or output 1",
        ["AdaptiveMaxPool1d"] = "size known, or output 1; up to 64 windows of unequal size", ["AdaptiveMaxPool2d"] = "sizes known, or output 1; up to 64 windows of unequal size a dimension",
        ["PReLU"] = "rank known", ["Flatten"] = "sizes behind the last flattened dimension known", ["Unflatten"] = "one open size", ["PixelUnshuffle"] = "channels known", ["ChannelShuffle"] = "channels known", ["Unfold"] = "channels known", ["Fold"] = "channels known",
        ["Upsample"] = "recompute_scale_factor with whole factors only",
        ["LSTM"] = "three dimensions; no packed sequences", ["GRU"] = "three dimensions; no packed sequences", ["RNN"] = "three dimensions; no packed sequences; the activation is found by asking the module",
        ["RNNCell"] = "the activation is found by asking the module",
        ["MultiheadAttention"] = "heads are found by asking the module; attention masks are floats of 0 and -inf (libtorch adds a boolean one as 0 and 1, which hides nothing)",
        ["TransformerEncoderLayer"] = "as MultiheadAttention", ["TransformerEncoder"] = "as MultiheadAttention", ["TransformerDecoderLayer"] = "as MultiheadAttention", ["TransformerDecoder"] = "as MultiheadAttention", ["Transformer"] = "as MultiheadAttention",
    };

    private static readonly Dictionary<string, string> Why = new()
    {
        ["FractionalMaxPool2d"] = "its windows are drawn at random, also when it answers", ["FractionalMaxPool3d"] = "its windows are drawn at random, also when it answers",
        ["MaxUnpool1d"] = "it takes places and a size for each call that TorchSharp's pools do not give as values", ["MaxUnpool2d"] = "as MaxUnpool1d", ["MaxUnpool3d"] = "as MaxUnpool1d",
        ["Hardtanh"] = "TorchSharp 0.107.0 hands its input on unlimited; written as Clip once a version limits",
        ["AdaptiveMaxPool3d"] = "TorchSharp 0.107.0 loses its size and can't call it; written as AdaptiveMaxPool2d once a version can",
        ["ModuleDict"] = "holds modules for a forward method; say that by IExportable", ["ModuleList"] = "holds modules for a forward method; say that by IExportable",
        ["ParameterDict"] = "holds parameters for a forward method; say that by IExportable", ["ParameterList"] = "holds parameters for a forward method; say that by IExportable",
    };

    public static IEnumerable<Type> Types() => typeof(torch).Assembly.GetTypes()
        .Where(t => t.IsPublic && !t.IsAbstract && t.Namespace == "TorchSharp.Modules" && typeof(nn.Module).IsAssignableFrom(t)).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A row each; a type that is neither written nor explained is an error.</summary>
    public static string Text()
    {
        Dictionary<Type, ModuleSample> samples = ModuleSamples.All().GroupBy(s => s.Module.GetType()).ToDictionary(g => g.Key, g => g.First());
        var text = new StringBuilder("| module | written as | limits, or why not |\n|---|---|---|\n");
        foreach (Type type in Types())
        {
            string name = type.Name.Split('`')[0];
            if (samples.TryGetValue(type, out ModuleSample? sample))
            {
                OnnxModel model = ModuleExportTests.Export(sample, 21);
                text.Append($"| {name} | {(model.Graph.Nodes.All(n => n.OpType == "Identity") ? "nothing: it hands on" : string.Join(", ", model.Graph.Nodes.Select(n => n.OpType).Distinct()))} | {Limits.GetValueOrDefault(name, "")} |\n");
            }
            else
            {
                string why = Why.GetValueOrDefault(name) ?? (name.EndsWith("Loss", StringComparison.Ordinal) ? Loss : throw new InvalidOperationException($"There is neither a sample of {name} nor a reason why it is not written."));
                text.Append($"| {name} | - | {why} |\n");
            }
        }

        return text.ToString();
    }
}
