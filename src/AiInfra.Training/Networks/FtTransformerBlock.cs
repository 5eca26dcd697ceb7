using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>Attention of all tokens to each other, then a feed-forward with ReGLU, each normalised before and added to what was there: [batch, tokens, width]. The first block's attention is not normalised, and the last block answers for the first token alone, as in the paper.</summary>
internal sealed class FtTransformerBlock : nn.Module<Tensor, Tensor>
{
    private readonly long _heads;
    private readonly long _size;
    private readonly bool _last;

    // Names of fields are names in checkpoints.
    private readonly LayerNorm? attention_norm;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear mixed;
    private readonly Dropout attention_dropout;
    private readonly LayerNorm hidden_norm;
    private readonly Linear hidden;
    private readonly Linear gate;
    private readonly Dropout hidden_dropout;
    private readonly Linear output;
    private readonly Dropout residual_dropout;

    public FtTransformerBlock(FtTransformerDesign design, bool first, bool last)
        : base(nameof(FtTransformerBlock))
    {
        (_heads, _size, _last) = (design.Heads, design.Width / design.Heads, last);
        attention_norm = first ? null : nn.LayerNorm(design.Width);
        query = nn.Linear(design.Width, design.Width);
        key = nn.Linear(design.Width, design.Width);
        value = nn.Linear(design.Width, design.Width);
        mixed = nn.Linear(design.Width, design.Width);
        attention_dropout = nn.Dropout(design.AttentionDropout);
        hidden_norm = nn.LayerNorm(design.Width);
        hidden = nn.Linear(design.Width, design.Hidden);
        gate = nn.Linear(design.Width, design.Hidden);
        hidden_dropout = nn.Dropout(design.HiddenDropout);
        output = nn.Linear(design.Hidden, design.Width);
        residual_dropout = nn.Dropout(design.ResidualDropout);
        RegisterComponents();
    }

    public long HeadCount => _heads;

    public long HeadSize => _size;

    /// <summary>Whether it answers for the first token alone.</summary>
    public bool IsLast => _last;

    public LayerNorm? AttentionNorm => attention_norm;

    public Linear Query => query;

    public Linear Key => key;

    public Linear Value => value;

    public Linear Mixed => mixed;

    public LayerNorm HiddenNorm => hidden_norm;

    public Linear Hidden => hidden;

    public Linear Gate => gate;

    public Linear Output => output;

    public override Tensor forward(Tensor input)
    {
        Tensor x = attention_norm is null ? input : attention_norm.call(input);
        Tensor asking = _last ? x.narrow(1, 0, 1) : x, kept = _last ? input.narrow(1, 0, 1) : input;
        Tensor Heads(Tensor t) => t.reshape(t.shape[0], t.shape[1], _heads, _size).transpose(1, 2);
        Tensor scores = matmul(Heads(query.call(asking)).mul(1 / Math.Sqrt(_size)), Heads(key.call(x)).transpose(2, 3));
        Tensor weights = attention_dropout.call(nn.functional.softmax(scores, -1));
        Tensor together = matmul(weights, Heads(value.call(x))).transpose(1, 2).reshape(kept.shape);
        x = kept + residual_dropout.call(mixed.call(together));

        Tensor normal = hidden_norm.call(x);
        Tensor gated = hidden.call(normal) * nn.functional.relu(gate.call(normal));
        return x + residual_dropout.call(output.call(hidden_dropout.call(gated)));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (nn.Module part in named_children().Select(c => c.module))
            {
                part.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
