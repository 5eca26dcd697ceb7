using System.Diagnostics;
using System.Globalization;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>BLEU and chrF of 10,000 pairs against NLTK's (Debian: python3-nltk) on the same tokens. NLTK runs in a child process that has read the pairs before. CPU seconds on both sides; BLEU must agree.</summary>
internal sealed class BleuRatio : IRatio
{
    private const int Pairs = 10_000;

    // Reads the pairs, then answers every line with the CPU seconds of both metrics and BLEU.
    private const string Program = """
        import sys, time, warnings
        from nltk.translate.bleu_score import corpus_bleu
        from nltk.translate.chrf_score import corpus_chrf
        warnings.simplefilter("ignore")
        rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
        said, right = [r[0].split() for r in rows], [r[1].split() for r in rows]
        print("ready", flush=True)
        for _ in sys.stdin:
            start = time.process_time()
            bleu = corpus_bleu([[r] for r in right], said)
            corpus_chrf(right, said, beta=2)
            print(repr(time.process_time() - start), repr(bleu), flush=True)
        """;

    private readonly string _file = Path.GetTempFileName();
    private string[] _hypotheses = [];
    private string[] _references = [];
    private Process? _child;
    private double _bleu;

    public string Name => "bleu";

    public double Goal => 20;

    public int Rounds => 3;

    public async Task<bool> PrepareAsync()
    {
        (_hypotheses, _references) = TextPairs.Make(Pairs, 7);
        await File.WriteAllLinesAsync(_file, _hypotheses.Select((h, i) => $"{h}\t{_references[i]}"));
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            if (await StartAsync(python))
            {
                // The compiler works in stages, some time after a method's first calls.
                for (int i = 0; i < 6; i++)
                {
                    await OursAsync();
                }

                return true;
            }
        }

        return false;
    }

    public Task<double> OursAsync()
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        _bleu = Bleu.Of(_references, _hypotheses, new() { Tokenizer = TextTokenizer.None, Smoothing = BleuSmoothing.None }).Value;
        double chrF = ChrF.Of(_references, _hypotheses).Value;
        self.Refresh();
        double seconds = (self.TotalProcessorTime - before).TotalSeconds;
        return chrF > 0 ? Task.FromResult(seconds) : throw new InvalidOperationException("chrF is 0.");
    }

    public async Task<double> TheirsAsync()
    {
        await _child!.StandardInput.WriteLineAsync("go");
        await _child.StandardInput.FlushAsync();
        string[] answer = (await _child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("NLTK gave no answer.")).Split(' ');
        double bleu = 100 * double.Parse(answer[1], CultureInfo.InvariantCulture);
        return Math.Abs(bleu - _bleu) < 1e-9
            ? double.Parse(answer[0], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"NLTK's BLEU is {bleu}, ours {_bleu}.");
    }

    public ValueTask DisposeAsync()
    {
        if (_child is { HasExited: false })
        {
            _child.Kill();
        }

        _child?.Dispose();
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> StartAsync(string python)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Program);
        start.ArgumentList.Add(_file);
        try
        {
            _child = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }

        _child.ErrorDataReceived += (_, _) => { };
        _child.BeginErrorReadLine();
        return await _child.StandardOutput.ReadLineAsync() == "ready";
    }
}
