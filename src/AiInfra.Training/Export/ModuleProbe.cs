using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Finds a setting that TorchSharp does not tell, by comparing what a module answers with what each candidate would.</summary>
internal static class ModuleProbe
{
    private const double Close = 1e-3;
    private const double Apart = 10;

    /// <summary>The one candidate that answers as the module does.</summary>
    /// <param name="context">Where the module stands.</param>
    /// <param name="module">The module.</param>
    /// <param name="what">What is sought, for the error.</param>
    /// <param name="answer">What the module answers.</param>
    /// <param name="candidates">The candidates and what each answers.</param>
    public static T Find<T>(ExportContext context, nn.Module module, string what, Tensor answer, IEnumerable<(T Candidate, Tensor Answer)> candidates)
    {
        List<(T Candidate, double Difference)> judged = [.. candidates.Select(c => (c.Candidate, (c.Answer - answer).abs().max().cpu().to(ScalarType.Float64).item<double>())).OrderBy(c => c.Item2)];
        double scale = Math.Max(1, answer.abs().max().cpu().to(ScalarType.Float64).item<double>());
        bool found = judged.Count > 0 && judged[0].Difference <= Close * scale && (judged.Count == 1 || judged[1].Difference > Apart * (judged[0].Difference + (1e-7 * scale)));
        return found ? judged[0].Candidate
            : throw context.Unsupported(module, $"TorchSharp does not tell {what}, and asking the module did not: {(judged.Count > 0 && judged[0].Difference <= Close * scale ? "with its weights several answer alike" : "none answers as it does")}. Add a converter that knows it");
    }

    /// <summary>Numbers of heads that a width can have.</summary>
    public static IEnumerable<long> Heads(long width) => Enumerable.Range(1, (int)Math.Min(width, 1024)).Select(h => (long)h).Where(h => width % h == 0);

    /// <summary>Input that is always the same.</summary>
    public static Tensor Random(Tensor like, ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, generator: generator).to(like.dtype).to(like.device);
    }
}
