using System.Diagnostics;
using System.Globalization;
using AiInfra.Benchmarks.Ratios;
using AiInfra.Core.Rows;
using AiInfra.Trees.Models;

namespace AiInfra.Benchmarks.Trees;

/// <summary>Trees by their defaults against scikit-learn's HistGradientBoosting by its own, on the same splits, three seeds: the loss of each test row, their paired difference in standard errors, and the seconds of each training.</summary>
internal static class TreesQualityRun
{
    private const string Script = """
        import sys, time, numpy as np, pandas as pd
        from sklearn.ensemble import HistGradientBoostingClassifier as C, HistGradientBoostingRegressor as R
        from sklearn.preprocessing import OrdinalEncoder
        folder = sys.argv[1]
        train, test = pd.read_csv(folder + '/train.csv'), pd.read_csv(folder + '/test.csv')
        numbers = open(folder + '/task').read() == 'Regression'
        y = train.pop('target')
        y = y if numbers else y.astype(str)
        test.pop('target')
        start = time.perf_counter()
        texts = [c for c in train.columns if train[c].dtype == object]
        if texts:
            encoder = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=np.nan, encoded_missing_value=np.nan).fit(train[texts])
            train[texts], test[texts] = encoder.transform(train[texts]), encoder.transform(test[texts])
        model = (R if numbers else C)(random_state=0, categorical_features=[train.columns.get_loc(c) for c in texts] or None).fit(train.values.astype(float), y)
        seconds = time.perf_counter() - start
        x = test.values.astype(float)
        answers = model.predict(x)[:, None] if numbers else model.predict_proba(x)
        np.savetxt(folder + '/answers', answers, fmt='%.17g')
        open(folder + '/classes', 'w').write('' if numbers else '\n'.join(model.classes_))
        print(repr(seconds))
        """;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("table\tseed\tours\ttheirs\tdifference in standard errors\tAUC ours\tAUC theirs\tseconds ours\tseconds theirs");
        foreach (QualityTable table in QualityTable.All)
        {
            for (int seed = 0; seed < 3; seed++)
            {
                if (table.Split(seed) is not { } split)
                {
                    Console.WriteLine($"{table.Name}\tabsent");
                    break;
                }

                await CompareAsync(table, seed, split.Train, split.Test);
            }
        }

        return 0;
    }

    private static async Task CompareAsync(QualityTable table, int seed, RowBatch train, RowBatch test)
    {
        long start = Stopwatch.GetTimestamp();
        TreesModel model = await new TreesTrainer(new TreesOptions { Seed = seed }).FitAsync(train, table.Target, table.Task);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[][] ours = [.. model.Predict(test).Select(a => a.Probabilities.Length > 0 ? Array.ConvertAll(a.Probabilities, p => (double)p) : [a.Value.AsNumber()])];
        string[] classes = model.Labels is { } labels ? [.. labels.Classes.Select(c => c.AsText()!)] : [];
        if (Theirs(table, train, test) is not { } theirs)
        {
            Console.WriteLine($"{table.Name}\tscikit-learn is absent");
            return;
        }

        Value[] truth = [.. test[table.Target].AsValues()];
        double[] own = Losses(ours, classes, truth), other = Losses(theirs.Answers, theirs.Classes, truth);
        double[] better = [.. other.Zip(own, (o, w) => o - w)];
        double mean = better.Average(), error = Math.Sqrt(better.Average(b => (b - mean) * (b - mean)) / better.Length);
        double Shown(double[] losses) => table.Task == ModelTask.Regression ? Math.Sqrt(losses.Average()) : losses.Average();
        string Auc(double[][] answers, string[] of) => of.Length == 2 ? Ranked(answers, of, truth).ToString("F5", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Name}\t{seed}\t{Shown(own):F5}\t{Shown(other):F5}\t{mean / error:+0.0;-0.0}\t{Auc(ours, classes)}\t{Auc(theirs.Answers, theirs.Classes)}\t{seconds:F2}\t{theirs.Seconds:F2}"));
    }

    /// <summary>Answers of HistGradientBoosting by its defaults and what is said beside; null where there is no scikit-learn.</summary>
    public static (double[][] Answers, string[] Classes, double Seconds)? Theirs(QualityTable table, RowBatch train, RowBatch test, string settings = "")
    {
        string folder = Directory.CreateTempSubdirectory("aiinfra-trees-").FullName;
        try
        {
            Write(train, table.Target, Path.Combine(folder, "train.csv"));
            Write(test, table.Target, Path.Combine(folder, "test.csv"));
            File.WriteAllText(Path.Combine(folder, "task"), table.Task.ToString());
            using Process? process = SklearnProcess.Start(Script.Replace("random_state=0", $"random_state=0{settings}", StringComparison.Ordinal), folder, Environment.ProcessorCount);
            if (process is null)
            {
                return null;
            }

            double seconds = double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            process.WaitForExit();
            return (
                [.. File.ReadLines(Path.Combine(folder, "answers")).Select(l => l.Split(' ').Select(s => double.Parse(s, CultureInfo.InvariantCulture)).ToArray())],
                File.ReadAllLines(Path.Combine(folder, "classes")),
                seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(RowBatch rows, string target, string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', rows.Schema.Columns.Select(c => c.Name == target ? "target" : c.Name)));
        for (int i = 0; i < rows.Count; i++)
        {
            file.WriteLine(string.Join(',', rows.Columns.Select(c => c.IsMissing(i) ? "" : c[i].AsText())));
        }
    }

    /// <summary>The log loss of each row, or its squared error.</summary>
    public static double[] Losses(double[][] answers, string[] classes, Value[] truth) => [.. answers.Select((a, i) =>
        classes.Length == 0 ? (a[0] - truth[i].AsNumber()) * (a[0] - truth[i].AsNumber()) : -Math.Log(Math.Max(1e-15, a[Array.IndexOf(classes, truth[i].AsText())])))];

    private static double Ranked(double[][] answers, string[] classes, Value[] truth)
    {
        (double Score, bool Second)[] sorted = [.. answers.Select((a, i) => (a[1], truth[i].AsText() == classes[1])).OrderBy(a => a.Item1)];
        double ranks = 0, second = sorted.Count(s => s.Second);
        for (int i = 0; i < sorted.Length;)
        {
            int end = i;
            while (end < sorted.Length && sorted[end].Score == sorted[i].Score)
            {
                end++;
            }

            ranks += sorted[i..end].Count(s => s.Second) * ((i + end + 1) / 2.0);
            i = end;
        }

        return (ranks - (second * (second + 1) / 2)) / (second * (sorted.Length - second));
    }
}
