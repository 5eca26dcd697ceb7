using System.Globalization;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>The parameters of a transformer's layers by torch's names, and what it computes with them.</summary>
internal sealed record TransformerWeights(Dictionary<string, Tensor> Parameters)
{
    /// <summary>The parameter of a name; null where there is none.</summary>
    public Tensor? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>A weight, for its type and device.</summary>
    public Tensor Sample => Parameters.First(p => p.Key.EndsWith("linear2.weight", StringComparison.Ordinal)).Value;

    /// <summary>Width of the model.</summary>
    public long Width => Sample.shape[0];

    public static TransformerWeights Of(nn.Module module) => new(module.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach(), StringComparer.Ordinal));

    /// <summary>What the layers may have been made with.</summary>
    public IEnumerable<(long Heads, bool Gelu)> Candidates() => ModuleProbe.Heads(Width).SelectMany(h => new[] { (h, false), (h, true) });

    /// <summary>Prefixes of the layers of a stack; of a single layer the empty one.</summary>
    public IEnumerable<string> Layers(string stack)
    {
        if (Parameters.ContainsKey(stack + "linear1.weight"))
        {
            return [stack];
        }

        int count = Enumerable.Range(0, int.MaxValue).TakeWhile(i => Parameters.ContainsKey(string.Create(CultureInfo.InvariantCulture, $"{stack}layers.{i}.linear1.weight"))).Count();
        return Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{stack}layers.{i}."));
    }

    /// <summary>An encoder's answer, computed here, to find what a module does not tell of itself.</summary>
    public Tensor Encode(string stack, Tensor x, long heads, bool gelu)
    {
        foreach (string layer in Layers(stack))
        {
            x = Normal(layer + "norm1.", x + AttentionWeights.Of(Parameters, layer + "self_attn.").Answer(x, x, x, heads));
            x = Normal(layer + "norm2.", x + Forward(layer, x, gelu));
        }

        return Normal(stack + "norm.", x);
    }

    /// <summary>A decoder's answer.</summary>
    public Tensor Decode(string stack, Tensor x, Tensor memory, long heads, bool gelu)
    {
        foreach (string layer in Layers(stack))
        {
            x = Normal(layer + "norm1.", x + AttentionWeights.Of(Parameters, layer + "self_attn.").Answer(x, x, x, heads));
            x = Normal(layer + "norm2.", x + AttentionWeights.Of(Parameters, layer + "multihead_attn.").Answer(x, memory, memory, heads));
            x = Normal(layer + "norm3.", x + Forward(layer, x, gelu));
        }

        return Normal(stack + "norm.", x);
    }

    private Tensor Forward(string layer, Tensor x, bool gelu)
    {
        Tensor hidden = x.matmul(Parameters[layer + "linear1.weight"].t()) + Parameters[layer + "linear1.bias"];
        hidden = gelu ? nn.functional.gelu(hidden) : hidden.relu();
        return hidden.matmul(Parameters[layer + "linear2.weight"].t()) + Parameters[layer + "linear2.bias"];
    }

    private Tensor Normal(string norm, Tensor x) => this[norm + "weight"] is { } weight ? nn.functional.layer_norm(x, weight.shape, weight, this[norm + "bias"]) : x;
}
