using System.Diagnostics;
using AiInfra.Onnx;
using AiInfra.Support;
using AiInfra.Training.Averages;
using AiInfra.Training.Export;
using AiInfra.Training.Language;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tokenizers;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Language;

public sealed class EncoderClassifierTests
{
    [Theory]
    [InlineData("rotary", Pooling.Mean)]
    [InlineData("learned", Pooling.Mean)]
    [InlineData("rotary", Pooling.First)]
    [InlineData("learned", Pooling.First)]
    public void Forward_OfPaddedSequences_AnswersAsWithoutPadding_AndExports(string name, Pooling pooling)
    {
        using EncoderClassifier model = EncoderClassifier.Create(name == "rotary" ? Decoders.Rotary : Decoders.Learned, 3, pooling, seed: 1);
        model.eval();
        using IDisposable grad = no_grad();
        long[][] sequences = [[3, 1, 4, 1, 5], [9, 2], [6]];
        using Batch padded = SequenceBatches.Pad(sequences, padding: 7);
        Tensor together = model.Forward(padded);
        for (int i = 0; i < sequences.Length; i++)
        {
            using Batch alone = SequenceBatches.Pad([sequences[i]]);
            Assert.True((model.Forward(alone)[0] - together[i]).abs().max().item<float>() < 1e-5f);
        }

        Assert.True((together[0] - together[1]).abs().max().item<float>() > 1e-4f);
        foreach (int opset in (int[])[17, 21])
        {
            OnnxModel file = model.ToOnnx(opset: opset);
            Assert.Equal(["input_ids", "attention_mask"], file.Graph.Inputs.Select(i => i.Name));
            Assert.Equal("[batch, 3]", Assert.Single(file.Graph.Outputs).TensorType!.Shape!.ToString());
        }
    }

    [Fact]
    public void Forward_OfWhatCannotBe_IsRefused()
    {
        using EncoderClassifier model = EncoderClassifier.Create(Decoders.Rotary, 2);
        Tensor tokens = zeros([2, 3], ScalarType.Int64);
        Assert.Contains("[2, 3]; it has [2, 4]", Assert.Throws<TrainingException>(() => model.call(tokens, ones([2, 4], ScalarType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("Token 99", Assert.Throws<TrainingException>(() => model.call(tokens + 99, ones_like(tokens))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => EncoderClassifier.Create(Decoders.Rotary, 1));
    }

    /// <summary>A short training of one fold; AIINFRA_SOAK=1 trains all five until the figure of docs/language-models.md.</summary>
    [Fact]
    public async Task Training_OnMessages_FindsSpamItHasNotSeen()
    {
        bool whole = Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1";
        var time = Stopwatch.StartNew();
        (string Text, long Spam)[] rows = [.. File.ReadLines(SharedData.Require("SMSSpamCollection.tsv")).Select(l => l.Split('\t', 2)).Where(p => p.Length == 2).Select(p => (p[1], p[0] == "spam" ? 1L : 0))];
        new Random(1).Shuffle(rows);
        List<double> scores = [];
        for (int fold = 0; fold < (whole ? 5 : 1); fold++)
        {
            scores.Add(await Judge(rows, fold, whole));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"SMS spam: F1 {scores.Average():0.000} ({string.Join(", ", scores.Select(f => $"{f:0.000}"))}) after {time.Elapsed.TotalSeconds:0} s");
        Assert.InRange(scores.Average(), whole ? 0.95 : 0.9, 1);
    }

    /// <summary>F1 of spam over every fifth message; none of those learned from has the text of one.</summary>
    private static async Task<double> Judge((string Text, long Spam)[] rows, int fold, bool whole)
    {
        (string Text, long Spam)[] asked = [.. rows.Where((_, i) => i % 5 == fold)];
        HashSet<string> texts = [.. asked.Select(r => r.Text)];
        (string Text, long Spam)[] learned = [.. rows.Where((r, i) => i % 5 != fold && !texts.Contains(r.Text))];
        BpeTokenizer tokenizer = BpeTokenizer.Train(learned.Select(r => r.Text), new BpeOptions { VocabularySize = 1000 });
        long[] Tokens(string text) => [.. tokenizer.Encode(text).Take(128).DefaultIfEmpty(0)];
        var options = new TransformerOptions { VocabularySize = tokenizer.VocabularySize, Context = 128, Width = whole ? 64 : 32, Layers = 2, Dropout = whole ? 0.2 : 0.1 };
        using EncoderClassifier model = EncoderClassifier.Create(options, 2);
        using var source = new SequenceSource([.. learned.Select(r => Tokens(r.Text))], 2048, shuffleSeed: 1, target: tensor(learned.Select(r => r.Spam).ToArray()));
        await new Trainer(model.ToTask(), new TrainerOptions { Epochs = whole ? 10 : 3, Optimizer = Optimizers.AdamW(3e-3, 0.05), Schedule = Schedules.Cosine(warmUp: 0.1), Ema = new EmaOptions { Decay = 0.99 }, ClipNorm = 1, Threads = 1 }).FitAsync(source);

        // By the file, as a host would.
        using IOnnxSession session = new OnnxRuntimeRunner().Open(model.ToOnnx());
        int hits = 0, said = 0;
        foreach ((string Text, long Spam)[] some in asked.OrderBy(r => r.Text.Length).Chunk(64))
        {
            using Batch batch = SequenceBatches.Pad([.. some.Select(r => Tokens(r.Text))]);
            long[] present = [.. batch.Lengths!.data<long>().ToArray().SelectMany(l => Enumerable.Range(0, (int)batch.Input.shape[1]).Select(i => i < l ? 1L : 0))];
            float[] logits = session.Run(new Dictionary<string, OnnxTensor>
            {
                ["input_ids"] = OnnxTensor.Of<long>("input_ids", batch.Input.data<long>().ToArray(), batch.Input.shape),
                ["attention_mask"] = OnnxTensor.Of<long>("attention_mask", present, batch.Input.shape),
            })["logits"].AsSpan<float>().ToArray();
            bool[] spam = [.. some.Select((_, i) => logits[(2 * i) + 1] > logits[2 * i])];
            said += spam.Count(s => s);
            hits += some.Zip(spam).Count(r => r.First.Spam == 1 && r.Second);
        }

        return 2.0 * hits / (said + asked.Count(r => r.Spam == 1));
    }
}
