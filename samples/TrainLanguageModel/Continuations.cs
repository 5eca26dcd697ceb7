using AiInfra.Onnx;
using AiInfra.Training.Language;

namespace TrainLanguageModel;

/// <summary>The model in TorchSharp and its file in ONNX Runtime, asked the same.</summary>
internal static class Continuations
{
    /// <summary>Continues beginnings of several lengths, alone and together, greedily; false where both differ.</summary>
    public static bool AreAlike(DecoderModel model, OnnxModel file, Corpus corpus)
    {
        using OnnxDecoder runtime = OnnxDecoder.Open(file);
        long[] heldOut = corpus.Tokenizer.Encode(corpus.HeldOut[..(8 * Corpus.Context)]);
        long[][] prompts = [.. ((int[])[1, 7, 30]).Select(length => heldOut[..length])];
        var options = new GenerationOptions { MaxNewTokens = 40 };
        bool alike = true;
        foreach (long[][] batch in (long[][][])[[prompts[0]], [prompts[1]], [prompts[2]], prompts])
        {
            IReadOnlyList<GeneratedText> torch = model.Generate(batch, options), onnx = runtime.Generate(batch, options);
            alike &= torch.Zip(onnx).All(pair => pair.First.Tokens.SequenceEqual(pair.Second.Tokens));
        }

        var drawn = new GenerationOptions { MaxNewTokens = 80, Temperature = 0.8, TopP = 0.95, Seed = 1 };
        Console.WriteLine($"\n{corpus.Tokenizer.Decode(prompts[2])}[…]{corpus.Tokenizer.Decode(runtime.Generate(prompts[2], drawn).Tokens)}\n");
        return alike;
    }
}
