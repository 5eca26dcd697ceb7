using AiInfra.Training.Language;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Language;

public sealed class DecoderModelTests
{
    private static readonly long[] s_text = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static void Near(Tensor expected, Tensor actual) => Assert.True((expected - actual).abs().max().item<float>() < 1e-5f);

    [Theory]
    [InlineData("rotary")]
    [InlineData("learned")]
    public void Call_NeverSeesWhatComesLater(string name)
    {
        using DecoderModel model = Decoders.Make(name);
        using IDisposable grad = no_grad();
        Tensor whole = model.call(tensor(s_text).unsqueeze(0)), start = model.call(tensor(s_text[..6]).unsqueeze(0));
        Near(start, whole.narrow(1, 0, 6));
        Tensor other = model.call(tensor((long[])[7, .. s_text[1..]]).unsqueeze(0));
        Assert.True((other - whole)[0, 9].abs().max().item<float>() > 1e-3f);
    }

    [Fact]
    public void Create_OfOneSeed_IsTheSame()
    {
        using DecoderModel a = DecoderModel.Create(Decoders.Rotary, seed: 2), b = DecoderModel.Create(Decoders.Rotary, seed: 2), c = DecoderModel.Create(Decoders.Rotary, seed: 4);
        Tensor x = tensor(s_text).unsqueeze(0);
        Assert.Equal(Values(a.call(x)), Values(b.call(x)));
        Assert.NotEqual(Values(a.call(x)), Values(c.call(x)));
    }

    [Theory]
    [InlineData("rotary")]
    [InlineData("learned")]
    public void Forward_OfSequencesThatShareARow_AnswersAsOfEachAlone(string name)
    {
        using DecoderModel model = Decoders.Make(name);
        using IDisposable grad = no_grad();
        long[][] parts = [s_text[..4], s_text[3..], [8, 7]];
        using Batch packed = SequenceBatches.Pack([[parts[0], parts[1]], [parts[2]]], 13);
        Tensor scores = model.Forward(packed);
        Near(model.call(tensor(parts[0]).unsqueeze(0))[0], scores[0].narrow(0, 0, 4));
        Near(model.call(tensor(parts[1]).unsqueeze(0))[0], scores[0].narrow(0, 4, 7));
        Near(model.call(tensor(parts[2]).unsqueeze(0))[0], scores[1].narrow(0, 0, 2));
    }

    [Fact]
    public void ToTask_OfPaddedOrPackedSequences_HasTheLossOfTheirNextTokensAlone()
    {
        using DecoderModel model = Decoders.Make("rotary");
        using IDisposable grad = no_grad();
        TrainingTask task = model.ToTask();
        double Loss(Batch batch) => task.Heads[0].Loss.Compute(task.Forward(batch)[0], batch).item<float>();
        long[][] parts = [s_text[..4], s_text[3..]];
        double[] each = [.. parts.Select(p => (p.Length - 1) * Loss(new Batch(tensor(p[..^1]).unsqueeze(0), tensor(p[1..]).unsqueeze(0))))];
        double expected = each.Sum() / parts.Sum(p => p.Length - 1);
        Assert.Equal(expected, Loss(SequenceBatches.Pad(parts, padding: 0)), 1e-5);
        Assert.Equal(expected, Loss(SequenceBatches.Pack([parts], 13)), 1e-5);
    }

    [Fact]
    public async Task ToTask_Trained_LearnsWhatFollowsWhat()
    {
        using DecoderModel model = DecoderModel.Create(Decoders.Rotary with { Dropout = 0.1 }, seed: 1);
        using Tensor text = arange(3000, ScalarType.Int64) * 7 % 29;
        using var source = new TokenSource(text, 24, 8, shuffleSeed: 1);
        TrainingResult result = await new Trainer(model.ToTask(), new TrainerOptions { MaxSteps = 150, Optimizer = Optimizers.AdamW(0.01), ClipNorm = 1, Threads = 1 }).FitAsync(source);
        Assert.InRange(result.TrainingLoss, 0, 0.4);
        long[] next = model.Generate([0, 7, 14], new GenerationOptions { MaxNewTokens = 4 }).Tokens;
        Assert.Equal([21L, 28, 6, 13], next);
    }

    [Fact]
    public void Call_OfTokensThatCannotBe_NamesThem()
    {
        using DecoderModel model = Decoders.Make("rotary");
        string Refused(Tensor input) => Assert.Throws<TrainingException>(() => model.call(input)).Message;
        Assert.Contains("Token 29 in row 1 of the batch at place 2 is none: the vocabulary has 29", Refused(tensor(new long[] { 1, 2, 3, 4, 5, 29 }, [2, 3])), StringComparison.Ordinal);
        Assert.Contains("Token -1 in row 0", Refused(tensor(new long[] { -1 }, [1, 1])), StringComparison.Ordinal);
        Assert.Contains("have 25 tokens; the model's context is 24", Refused(zeros([1, 25], ScalarType.Int64)), StringComparison.Ordinal);
        Assert.Contains("int64 [batch, time]", Refused(zeros([3], ScalarType.Int64)), StringComparison.Ordinal);
        Assert.Contains("Float32 [1, 3]", Refused(zeros([1, 3])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToTask_WithATargetThatIsNoToken_NamesIt()
    {
        using DecoderModel model = DecoderModel.Create(Decoders.Rotary);
        var trainer = new Trainer(model.ToTask(), new TrainerOptions { MaxSteps = 1 });
        using var source = new TokenSource(tensor(new long[] { 1, 2, 3, 40 }), 3, 1);
        Assert.Contains("Target 40 in row 0 of the batch at place 2", (await Assert.ThrowsAsync<TrainingException>(() => trainer.FitAsync(source))).Message, StringComparison.Ordinal);
        using var single = new SequenceSource([[1], [2]], 8);
        Assert.Contains("two tokens at least", (await Assert.ThrowsAsync<TrainingException>(() => trainer.FitAsync(single))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OfAShapeThatCannotBe_IsRefused()
    {
        Assert.Contains("3 do not divide 16", Assert.ThrowsAny<ArgumentException>(() => DecoderModel.Create(Decoders.Rotary with { Heads = 3 })).Message, StringComparison.Ordinal);
        Assert.Contains("is even, not 1", Assert.ThrowsAny<ArgumentException>(() => DecoderModel.Create(Decoders.Rotary with { Heads = 16 })).Message, StringComparison.Ordinal);
        Assert.Contains("VocabularySize is at least 2", Assert.ThrowsAny<ArgumentException>(() => DecoderModel.Create(Decoders.Rotary with { VocabularySize = 1 })).Message, StringComparison.Ordinal);
    }
}
