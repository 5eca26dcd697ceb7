using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Learning;
using AiInfra.Observability.Alerts;
using AiInfra.Training.Loop;
using Spectre.Console;

namespace ClosedLoop;

/// <summary>What a person sees while it runs: a moving line on a terminal, a line every tenth of the way elsewhere, and what happens as it happens.</summary>
internal sealed class LiveView(ModelTask task, bool moving)
{
    private const int WindowRows = 1000;
    private long _started;
    private long _lastDraw;
    private int _lastTenth;
    private bool _open;

    public void Ingested(IngestionReport report) => Console.WriteLine(report.ToString().TrimEnd());

    public async Task<T> TrainingAsync<T>(Func<IProgress<TrainingProgress>, Task<T>> train)
    {
        long last = 0;
        var progress = new Direct<TrainingProgress>(p =>
        {
            if (moving && Stopwatch.GetElapsedTime(last).TotalMilliseconds > 100)
            {
                last = Stopwatch.GetTimestamp();
                Draw(string.Create(CultureInfo.InvariantCulture, $"training: step {p.Step:N0}, loss {p.Loss:0.0000}"));
            }
        });
        T result = await train(progress);
        Close();
        return result;
    }

    public void First(FirstModel first)
    {
        if (first.Encoding is { } encoding)
        {
            Console.WriteLine(encoding.TrimEnd());
        }

        Console.WriteLine($"First model: version {first.Version.Version}, window '{first.Window}'. On the newest {Show.Count(first.Report.Rows)} rows of the first part, unseen:");
        Console.WriteLine($"  {string.Join(", ", first.Report.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {m.Value:0.####}")))}");
        Console.WriteLine($"  {first.Gate.Explain().Trim()}");
    }

    public void Alarm(int row, Alarm alarm)
    {
        if (alarm.State == AlarmState.Raised)
        {
            Say(row, $"[yellow]{alarm.Kind,-6} alarm[/]  {Markup.Escape(Short(alarm.Message))}");
        }
    }

    public void Learning(int row, LearningEvent happened)
    {
        string? line = happened.Kind switch
        {
            LearningEventKind.Promotion when happened.Reason != LearningReason.First => $"[green]promoted     [/] version {happened.Version} ({happened.Reason})",
            LearningEventKind.Rollback => $"[red]rolled back  [/] {Markup.Escape(Short(happened.Message))}",
            LearningEventKind.Refusal => $"[grey]refused      [/] ({happened.Reason})",
            LearningEventKind.Failure => $"[red]failed       [/] {Markup.Escape(Short(happened.Message))}",
            _ => null,
        };
        if (line is not null)
        {
            Say(row, line);
        }
    }

    public void Row(int row, long total, Quality frozen, Quality learning, LearningStatus status)
    {
        if (row == 1)
        {
            _started = Stopwatch.GetTimestamp();
        }

        if (moving)
        {
            if (row % 50 == 0 && Stopwatch.GetElapsedTime(_lastDraw).TotalMilliseconds > 100)
            {
                _lastDraw = Stopwatch.GetTimestamp();
                Draw(Line(row, total, frozen, learning, status));
            }
        }
        else if ((int)(10L * row / Math.Max(1, total)) is var tenth && tenth != _lastTenth)
        {
            _lastTenth = tenth;
            Console.WriteLine(Line(row, total, frozen, learning, status));
        }
    }

    public void Done() => Close();

    private static string Short(string message) => message.Length > 140 ? message[..140] + "..." : message;

    private string Line(int row, long total, Quality frozen, Quality learning, LearningStatus status)
    {
        double seconds = Math.Max(1e-3, Stopwatch.GetElapsedTime(_started).TotalSeconds);
        string rate = moving ? string.Create(CultureInfo.InvariantCulture, $", {row / seconds,7:N0} rows/s") : "";
        int end = frozen.Count; // answered in chunks, so a little behind
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row,8:N0} of {total:N0}{rate} | last {WindowRows:N0}: frozen {task.Figure(frozen.Window(end, WindowRows))}, learning {task.Figure(learning.Window(end, WindowRows))} | version {status.Champion}, {status.Promotions} promotions, {status.Refusals} refusals, {status.Rollbacks} rollbacks");
    }

    private void Say(int row, string markup)
    {
        Close();
        AnsiConsole.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{row,8:N0} {markup}"));
    }

    private void Draw(string line)
    {
        int width = Math.Max(20, AnsiConsole.Profile.Width - 1);
        Console.Write("\r" + (line.Length > width ? line[..width] : line.PadRight(width)));
        _open = true;
    }

    private void Close()
    {
        if (_open)
        {
            Console.Write("\r" + new string(' ', Math.Max(20, AnsiConsole.Profile.Width - 1)) + "\r");
            _open = false;
        }
    }

    /// <summary>Reports on the caller's thread, in order.</summary>
    private sealed class Direct<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
