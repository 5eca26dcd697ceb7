using AiInfra.Training.Language;

namespace AiInfra.Training.Tests.Language;

/// <summary>Small models of each make.</summary>
internal static class Decoders
{
    public static readonly TransformerOptions Rotary = new() { VocabularySize = 29, Context = 24, Width = 16, Layers = 2, Heads = 2 };

    public static readonly TransformerOptions Learned = Rotary with { Positions = PositionKind.Learned, Norm = TransformerNorm.Layer, FeedForward = FeedForwardKind.Gelu, Dropout = 0.1 };

    public static DecoderModel Make(string name)
    {
        DecoderModel model = DecoderModel.Create(name == "rotary" ? Rotary : Learned, tied: name == "rotary", seed: 3);

        // Fresh weights answer nearly alike everywhere; larger ones have something to tell apart.
        using IDisposable grad = TorchSharp.torch.no_grad();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in model.named_parameters().Where(p => p.parameter.dim() == 2))
        {
            parameter.mul_(4);
        }

        model.eval();
        return model;
    }
}
