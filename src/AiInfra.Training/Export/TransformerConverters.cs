using System.Globalization;
using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Transformer layers and stacks over [time, batch, width], as TorchSharp has them: normalised after each part.</summary>
internal static class TransformerConverters
{
    private const double Epsilon = 1e-5;

    public static void AddTo(ModuleConverters converters) => converters
        .Add<TransformerEncoderLayer>((m, inputs, c) => Encode(m, inputs, c, x => m.call(x)))
        .Add<TransformerEncoder>((m, inputs, c) => Encode(m, inputs, c, x => m.call(x)))
        .Add<TransformerDecoderLayer>((m, inputs, c) => Decode(m, inputs, c, (x, memory) => m.call(x, memory)))
        .Add<TransformerDecoder>((m, inputs, c) => Decode(m, inputs, c, (x, memory) => m.call(x, memory)))
        .Add<Transformer>(ConvertWhole);

    private static OnnxValue Encode(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context, Func<Tensor, Tensor> ask)
    {
        context.Inputs(module, inputs, 1, 3);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TransformerWeights weights = TransformerWeights.Of(module);
        Tensor x = ModuleProbe.Random(weights.Sample, 1, 4, 2, weights.Width);
        (long Heads, bool Gelu) settings = ModuleProbe.Find(context, module, "its heads and activation", ask(x), weights.Candidates().Select(c => (c, weights.Encode("", x, c.Heads, c.Gelu))));
        return Encoder(context, module, weights, "", settings, inputs[0], inputs.Optional(1), inputs.Optional(2));
    }

    private static OnnxValue Decode(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context, Func<Tensor, Tensor, Tensor> ask)
    {
        context.Inputs(module, inputs, 2, 6);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TransformerWeights weights = TransformerWeights.Of(module);
        Tensor x = ModuleProbe.Random(weights.Sample, 1, 4, 2, weights.Width), memory = ModuleProbe.Random(weights.Sample, 2, 5, 2, weights.Width);
        (long Heads, bool Gelu) settings = ModuleProbe.Find(context, module, "its heads and activation", ask(x, memory), weights.Candidates().Select(c => (c, weights.Decode("", x, memory, c.Heads, c.Gelu))));
        return Decoder(context, module, weights, "", settings, inputs[0], inputs[1], [.. Enumerable.Range(2, 4).Select(inputs.Optional)]);
    }

    private static OnnxValue ConvertWhole(Transformer module, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(module, inputs, 2, 8);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TransformerWeights weights = TransformerWeights.Of(module);
        Tensor source = ModuleProbe.Random(weights.Sample, 1, 4, 2, weights.Width), target = ModuleProbe.Random(weights.Sample, 2, 3, 2, weights.Width);
        (long Heads, bool Gelu) settings = ModuleProbe.Find(
            context, module, "its heads and activation", module.call(source, target, null!, null!, null!, null!, null!, null!),
            weights.Candidates().Select(c => (c, weights.Decode("decoder.", target, weights.Encode("encoder.", source, c.Heads, c.Gelu), c.Heads, c.Gelu))));
        OnnxValue memory = Encoder(context, module, weights, "encoder.", settings, inputs[0], inputs.Optional(2), inputs.Optional(5));
        return Decoder(context, module, weights, "decoder.", settings, inputs[1], memory, [inputs.Optional(3), inputs.Optional(4), inputs.Optional(6), inputs.Optional(7)]);
    }

    private static OnnxValue Encoder(ExportContext context, nn.Module module, TransformerWeights weights, string stack, (long Heads, bool Gelu) settings, OnnxValue x, OnnxValue mask, OnnxValue padding)
    {
        foreach (string layer in weights.Layers(stack))
        {
            using IDisposable? scope = layer.Length > 0 ? context.Graph.Scope(layer.TrimEnd('.')) : null;
            x = Added(context, weights, layer + "norm1.", x, Attend(context, module, weights, layer + "self_attn.", settings.Heads, x, x, padding, mask));
            x = Added(context, weights, layer + "norm2.", x, Forward(context, weights, layer, settings.Gelu, x));
        }

        return Normal(context, weights, stack + "norm.", x);
    }

    private static OnnxValue Decoder(
        ExportContext context, nn.Module module, TransformerWeights weights, string stack, (long Heads, bool Gelu) settings, OnnxValue x, OnnxValue memory, OnnxValue[] masks)
    {
        foreach (string layer in weights.Layers(stack))
        {
            using IDisposable? scope = layer.Length > 0 ? context.Graph.Scope(layer.TrimEnd('.')) : null;
            x = Added(context, weights, layer + "norm1.", x, Attend(context, module, weights, layer + "self_attn.", settings.Heads, x, x, masks[2], masks[0]));
            x = Added(context, weights, layer + "norm2.", x, Attend(context, module, weights, layer + "multihead_attn.", settings.Heads, x, memory, masks[3], masks[1]));
            x = Added(context, weights, layer + "norm3.", x, Forward(context, weights, layer, settings.Gelu, x));
        }

        return Normal(context, weights, stack + "norm.", x);
    }

    private static OnnxValue Attend(ExportContext context, nn.Module module, TransformerWeights weights, string prefix, long heads, OnnxValue x, OnnxValue memory, OnnxValue padding, OnnxValue mask)
    {
        using IDisposable scope = context.Graph.Scope(prefix.Split('.')[^2]);
        return AttentionConverters.Write(context, module, AttentionWeights.Of(weights.Parameters, prefix), heads, false, x, memory, memory, padding, mask).Output;
    }

    private static OnnxValue Forward(ExportContext context, TransformerWeights weights, string layer, bool gelu, OnnxValue x)
    {
        OnnxValue hidden = LinearConverters.Apply(context, x, weights[layer + "linear1.weight"]!, weights[layer + "linear1.bias"], "linear1.weight", "linear1.bias");
        hidden = gelu ? ActivationConverters.Gelu(context.Graph, hidden) : context.Graph.Relu(hidden);
        return LinearConverters.Apply(context, hidden, weights[layer + "linear2.weight"]!, weights[layer + "linear2.bias"], "linear2.weight", "linear2.bias");
    }

    private static OnnxValue Added(ExportContext context, TransformerWeights weights, string norm, OnnxValue x, OnnxValue more) => Normal(context, weights, norm, context.Graph.Add(x, more));

    private static OnnxValue Normal(ExportContext context, TransformerWeights weights, string norm, OnnxValue x) => weights[norm + "weight"] is { } weight
        ? NormalizationConverters.Layer(context, x, weight.shape, weight, weights[norm + "bias"], Epsilon, string.Create(CultureInfo.InvariantCulture, $"{norm.Split('.')[^2]}."))
        : x;
}
