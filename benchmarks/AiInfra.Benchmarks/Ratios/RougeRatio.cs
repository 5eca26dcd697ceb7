using System.Diagnostics;
using AiInfra.Metrics.Text;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>ROUGE-1, 2 and L with stemming of 10,000 pairs against a straightforward program: a regular expression, strings, dictionaries and a table. Both remember stems. CPU seconds; the scores must agree.</summary>
internal sealed class RougeRatio : IRatio
{
    private const int Pairs = 10_000;
    private readonly RougePlain _plain = new();
    private string[] _hypotheses = [];
    private string[] _references = [];
    private double _ours;

    public string Name => "rouge";

    public double Goal => 3;

    public async Task<bool> PrepareAsync()
    {
        (_hypotheses, _references) = TextPairs.Make(Pairs, 11);
        for (int i = 0; i < 6; i++)
        {
            await OursAsync();
            await TheirsAsync();
        }

        return true;
    }

    public Task<double> OursAsync()
    {
        var scorer = new RougeScorer([RougeVariant.Rouge1, RougeVariant.Rouge2, RougeVariant.RougeL], new() { Stemmer = true });
        return Measure(() =>
        {
            _ours = 0;
            for (int i = 0; i < Pairs; i++)
            {
                RougeScores scores = scorer.Score(_references[i], _hypotheses[i]);
                _ours += scores[RougeVariant.Rouge1].F1 + scores[RougeVariant.Rouge2].F1 + scores[RougeVariant.RougeL].F1;
            }
        });
    }

    public Task<double> TheirsAsync() => Measure(() =>
    {
        double theirs = 0;
        for (int i = 0; i < Pairs; i++)
        {
            theirs += _plain.Sum(_hypotheses[i], _references[i]);
        }

        if (Math.Abs(theirs - _ours) > 1e-6)
        {
            throw new InvalidOperationException($"The plain program sums to {theirs}, ours to {_ours}.");
        }
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<double> Measure(Action work)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        work();
        self.Refresh();
        return Task.FromResult((self.TotalProcessorTime - before).TotalSeconds);
    }
}
