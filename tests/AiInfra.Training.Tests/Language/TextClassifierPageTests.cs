// <readme> docs/language-models.md 2
using AiInfra.Training.Averages;
using AiInfra.Training.Language;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tokenizers;
using static TorchSharp.torch;
// </readme>
using AiInfra.Onnx;
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 2 of docs/language-models.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TextClassifierPageTests
{
    [Fact]
    public async Task Page_AClassifier_IsTrainedAndExported()
    {
        using var folder = new ReadmeFolder();
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? $"The train at {i} was late and we waited." : $"A lovely walk of {i} miles, gladly again.")];
        long[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 2L)];

        // <readme> docs/language-models.md 2
        // Given: string[] texts; long[] labels
        Libtorch.Load();
        BpeTokenizer tokenizer = BpeTokenizer.Train(texts, new BpeOptions { VocabularySize = 1000 });
        long[][] sequences = [.. texts.Select(t => tokenizer.Encode(t).Take(128).ToArray())];
        var options = new TransformerOptions { VocabularySize = tokenizer.VocabularySize, Context = 128, Width = 64, Layers = 2, Dropout = 0.2 };
        var model = EncoderClassifier.Create(options, classes: 2);
        using var source = new SequenceSource(sequences, tokens: 2048, shuffleSeed: 1, target: tensor(labels));
        var training = new TrainerOptions { Epochs = 10, Optimizer = Optimizers.AdamW(3e-3, 0.05), Schedule = Schedules.Cosine(warmUp: 0.1), Ema = new EmaOptions { Decay = 0.99 }, ClipNorm = 1 };
        await new Trainer(model.ToTask(), training).FitAsync(source);
        model.ToOnnx().Write("classifier.onnx");                                // input_ids, attention_mask [batch, time] to logits [batch, 2]
        // </readme>

        Assert.Equal("[batch, 2]", OnnxModel.Read("classifier.onnx").Graph.Outputs[0].TensorType!.Shape!.ToString());
        using IDisposable grad = no_grad();
        using Batch all = SequenceBatches.Pad(sequences);
        Assert.Equal(labels, model.Forward(all).argmax(1).data<long>().ToArray());
    }
}
