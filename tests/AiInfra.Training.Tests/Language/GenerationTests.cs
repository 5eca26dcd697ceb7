using AiInfra.Training.Language;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Language;

public sealed class GenerationTests
{
    /// <summary>Scores that are the same whatever was read.</summary>
    private sealed class Fixed(float[] scores, int context = 1000) : ITokenDecoder, IDecoding
    {
        public int VocabularySize => scores.Length;

        public int Context => context;

        public IDecoding Begin(int batch) => this;

        public float[] Read(DecodingStep step) => [.. scores];

        public void Dispose()
        {
        }
    }

    private static double[] Shares(GenerationOptions options, params float[] scores)
    {
        options.MaxNewTokens = 20_000;
        long[] drawn = new Fixed(scores, 100_000).Generate([0], options).Tokens;
        return [.. Enumerable.Range(0, scores.Length).Select(t => drawn.Count(d => d == t) / (double)drawn.Length)];
    }

    [Theory]
    [InlineData("rotary")]
    [InlineData("learned")]
    public void Generate_WithWhatItRemembers_IsAsReadingAllAnew(string name)
    {
        using DecoderModel model = Decoders.Make(name);
        List<long> text = [3, 1, 4];
        for (int i = 0; i < 12; i++)
        {
            using Tensor scores = model.call(tensor(text).unsqueeze(0))[0, -1];
            text.Add(scores.argmax().item<long>());
        }

        Assert.Equal(text.Skip(3), model.Generate([3, 1, 4], new GenerationOptions { MaxNewTokens = 12 }).Tokens);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    public void Generate_OfSeveralPrompts_IsAsOfEachAlone(double temperature)
    {
        using DecoderModel model = Decoders.Make("rotary");
        var options = new GenerationOptions { MaxNewTokens = 10, Temperature = temperature, Seed = 5, TopK = 20 };
        long[][] prompts = [[3, 1, 4, 1, 5], [9], [2, 6]];
        long[][] together = [.. model.Generate(prompts, options).Select(t => t.Tokens)];
        Assert.Equal(model.Generate(prompts[0], options).Tokens, together[0]);
        Assert.Equal(together, model.Generate(prompts, options).Select(t => t.Tokens));
        if (temperature == 0)
        {
            Assert.Equal(prompts.Select(p => model.Generate(p, options).Tokens), together);
        }
    }

    [Fact]
    public void Generate_Drawing_FollowsTheProbabilities()
    {
        float[] scores = [MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.15f), MathF.Log(0.05f)];
        void Near(double[] expected, GenerationOptions options) => Assert.All(expected.Zip(Shares(options, scores)), s => Assert.InRange(s.Second, s.First - 0.015, s.First + 0.015));
        Near([0.5, 0.3, 0.15, 0.05], new GenerationOptions { Temperature = 1 });
        Near([0.625, 0.375, 0, 0], new GenerationOptions { Temperature = 1, TopK = 2 });
        Near([0.625, 0.375, 0, 0], new GenerationOptions { Temperature = 1, TopP = 0.6 });
        double[] sharp = [0.25, 0.09, 0.0225, 0.0025];
        Near([.. sharp.Select(s => s / sharp.Sum())], new GenerationOptions { Temperature = 0.5 });
        Assert.Equal([1, 0, 0, 0], Shares(new GenerationOptions { Temperature = 1, TopP = 0.5 }, scores));
        Assert.Equal([1, 0, 0, 0], Shares(new GenerationOptions { Temperature = 1, TopK = 1 }, scores));
    }

    [Fact]
    public void Generate_WithAPenalty_PrefersWhatIsNotThere()
    {
        Assert.Equal([2L, 2], new Fixed([1, -1, 2]).Generate([0], new GenerationOptions { MaxNewTokens = 2 }).Tokens);
        Assert.Equal([2L, 0], new Fixed([1.5f, -1, 2]).Generate([1], new GenerationOptions { MaxNewTokens = 2, RepetitionPenalty = 2 }).Tokens);
        Assert.Equal([1L], new Fixed([-1, -1.5f]).Generate([0], new GenerationOptions { MaxNewTokens = 1, RepetitionPenalty = 2 }).Tokens);
    }

    [Fact]
    public void Generate_OfAnotherSeed_DrawsOthers()
    {
        using DecoderModel model = Decoders.Make("rotary");
        long[] Drawn(long seed) => model.Generate([3], new GenerationOptions { MaxNewTokens = 20, Temperature = 1.5, Seed = seed }).Tokens;
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Generate_UntilItEnds_SaysWhy()
    {
        var options = new GenerationOptions { MaxNewTokens = 5 };
        Assert.Equal(GenerationEnd.Tokens, new Fixed([0, 1]).Generate([0], options).End);
        GeneratedText full = new Fixed([0, 1], context: 4).Generate([0, 0], options);
        Assert.Equal((GenerationEnd.Context, 2), (full.End, full.Tokens.Length));
        options.StopTokens = [1];
        GeneratedText stopped = new Fixed([0, 1]).Generate([0], options);
        Assert.Equal((GenerationEnd.StopToken, 0), (stopped.End, stopped.Tokens.Length));
    }

    [Fact]
    public void Generate_OfOneThatEndsBeforeTheOther_LeavesTheOtherAsItIs()
    {
        // The first fills the context early; the second goes on beside it.
        using DecoderModel model = Decoders.Make("rotary");
        long[] full = [.. Enumerable.Range(0, 22).Select(i => (long)i)];
        var options = new GenerationOptions { MaxNewTokens = 12 };
        IReadOnlyList<GeneratedText> both = model.Generate([full, [3, 1]], options);
        Assert.Equal((GenerationEnd.Context, 2), (both[0].End, both[0].Tokens.Length));
        Assert.Equal(model.Generate([3, 1], options).Tokens, both[1].Tokens);
        using OnnxDecoder file = OnnxDecoder.Open(model.ToOnnx());
        Assert.Equal(both.Select(t => t.Tokens), file.Generate([full, [3, 1]], options).Select(t => t.Tokens));
    }

    [Fact]
    public void Generate_OfPromptsThatCannotBe_NamesThem()
    {
        using DecoderModel model = Decoders.Make("rotary");
        string Refused(params long[][] prompts) => Assert.Throws<TrainingException>(() => model.Generate(prompts)).Message;
        Assert.Contains("Prompt 1 has no token", Refused([1], []), StringComparison.Ordinal);
        Assert.Contains("Token 29 of prompt 0 at place 1 is none: the model's vocabulary has 29", Refused([1, 29]), StringComparison.Ordinal);
        Assert.Contains("Prompt 0 has 24 tokens and the model's context is 24", Refused(new long[24]), StringComparison.Ordinal);
        Assert.Contains("Stop token 29 is none", Assert.Throws<TrainingException>(() => model.Generate([1L], new GenerationOptions { StopTokens = [3, 29] })).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => model.Generate((long[][])[]));
        Assert.Contains("TopP", Assert.ThrowsAny<ArgumentException>(() => model.Generate([1L], new GenerationOptions { TopP = 1.5 })).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => model.Generate([1L], new GenerationOptions { Temperature = double.NaN }));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Generate_ByScoresThatAreNoNumbers_IsRefused(float score) =>
        Assert.Contains("token 1 of text 0", Assert.Throws<TrainingException>(() => new Fixed([2, score, 1]).Generate([0])).Message, StringComparison.Ordinal);

    [Fact]
    public void Generate_InTraining_AsksWithoutDropoutAndGoesOnTraining()
    {
        using DecoderModel model = Decoders.Make("learned");
        long[] expected = model.Generate([3, 1]).Tokens;
        model.train();
        Assert.Equal(expected, model.Generate([3, 1]).Tokens);
        Assert.True(model.training);
    }
}
