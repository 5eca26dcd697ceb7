// <readme> docs/language-models.md 1
using AiInfra.Onnx;
using AiInfra.Training.Language;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tokenizers;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/language-models.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class LanguageModelsPageTests
{
    [Fact]
    public async Task Page_ADecoder_IsTrainedExportedAndAsked()
    {
        using var folder = new ReadmeFolder();
        string text = string.Concat(Enumerable.Range(0, 500).Select(i => $"Once upon a time there were {i * 7 % 100} mice. "));

        // <readme> docs/language-models.md 1
        // Given: string text
        Libtorch.Load();
        BpeTokenizer tokenizer = BpeTokenizer.Train([text], new BpeOptions { VocabularySize = 1024 });
        tokenizer.Save("model");                                                // tokenizer.json, vocab.json, merges.txt

        var options = new TransformerOptions { VocabularySize = tokenizer.VocabularySize, Context = 128 };
        var model = DecoderModel.Create(options);
        using var source = new TokenSource(tensor(tokenizer.Encode(text)), length: 128, batchSize: 16, shuffleSeed: 1);
        await new Trainer(model.ToTask(), new TrainerOptions { Epochs = 10, Optimizer = Optimizers.AdamW(2e-3), ClipNorm = 1 }).FitAsync(source);

        OnnxModel file = model.ToOnnx();
        file.Write("model/model.onnx");
        using var decoder = OnnxDecoder.Open(file);                             // or the model itself: both take the same tokens
        GeneratedText answer = decoder.Generate(tokenizer.Encode("Once upon"), new GenerationOptions { Temperature = 0.8, TopP = 0.95 });
        Console.WriteLine(tokenizer.Decode(answer.Tokens));
        // </readme>

        Assert.Contains(" time there were", tokenizer.Decode(answer.Tokens), StringComparison.Ordinal);
        Assert.Equal(tokenizer.Encode(text), BpeTokenizer.Load("model").Encode(text));
        Assert.Equal(decoder.Generate(tokenizer.Encode("Once upon")).Tokens, model.Generate(tokenizer.Encode("Once upon")).Tokens);
    }
}
