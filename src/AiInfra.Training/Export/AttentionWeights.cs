using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>The parameters of a multi-head attention, whichever way the module holds them, and what it computes with them.</summary>
internal sealed record AttentionWeights(Tensor[] In, Tensor[]? InBias, Tensor Out, Tensor? OutBias, Tensor? KeyBias, Tensor? ValueBias)
{
    /// <summary>Width of the model.</summary>
    public long Width => Out.shape[0];

    /// <summary>Reads them from the parameters whose names begin with a prefix. The tensors live as long as the dispose scope of the caller.</summary>
    public static AttentionWeights Of(IReadOnlyDictionary<string, Tensor> parameters, string prefix = "")
    {
        Tensor? Find(string name) => parameters.TryGetValue(prefix + name, out Tensor? found) ? found.detach() : null;
        Tensor[] projections = Find("in_proj_weight") is { } joined ? joined.chunk(3) : [Find("q_proj_weight")!, Find("k_proj_weight")!, Find("v_proj_weight")!];
        return new(projections, Find("in_proj_bias")?.chunk(3), Find("out_proj.weight")!, Find("out_proj.bias"), Find("bias_k"), Find("bias_v"));
    }

    /// <summary>Inputs [time, batch, width] to outputs of the same shape, computed here, to find what a module does not tell of itself.</summary>
    public Tensor Answer(Tensor query, Tensor key, Tensor value, long heads, bool zeroAttention = false)
    {
        Tensor Project(Tensor x, int i) => InBias is { } bias ? x.matmul(In[i].t()) + bias[i] : x.matmul(In[i].t());
        Tensor q = Project(query, 0), k = Project(key, 1), v = Project(value, 2);
        k = KeyBias is { } kb ? cat([k, kb.expand(1, k.shape[1], Width)]) : k;
        v = ValueBias is { } vb ? cat([v, vb.expand(1, v.shape[1], Width)]) : v;
        k = zeroAttention ? cat([k, zeros_like(k[..1])]) : k;
        v = zeroAttention ? cat([v, zeros_like(v[..1])]) : v;
        long size = Width / heads;
        Tensor Split(Tensor x) => x.reshape(x.shape[0], x.shape[1], heads, size).permute(1, 2, 0, 3);
        Tensor scores = (Split(q) / Math.Sqrt(size)).matmul(Split(k).transpose(-1, -2)).softmax(-1);
        Tensor mixed = scores.matmul(Split(v)).permute(2, 0, 1, 3).reshape(q.shape[0], q.shape[1], Width).matmul(Out.t());
        return OutBias is { } added ? mixed + added : mixed;
    }
}
