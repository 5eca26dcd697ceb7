using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Ensembles;

namespace AiInfra.Trees.Models;

/// <summary>Trained trees of a table: encoder, ensemble and the meaning of its sums. Answers raw rows. Immutable, without native memory; safe for many threads.</summary>
public sealed class TreesModel
{
    private readonly FeatureLayout _features;

    internal TreesModel(ModelTask task, TreesObjective objective, string target, TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler, string text)
    {
        (Task, Objective, Target, Encoder, Labels, Scaler, Text) = (task, objective, target, encoder, labels, scaler, text);
        Ensemble = TreeEnsemble.Read(text);
        _features = new FeatureLayout(encoder);
        if (Ensemble.Features != _features.Width)
        {
            throw new TreesException($"The trees take {Ensemble.Features} features, the encoder gives {_features.Width}: they are not of one model.");
        }

        Importance = ImportanceOf();
    }

    /// <summary>What it answers.</summary>
    public ModelTask Task { get; }

    /// <summary>What was made small; <see cref="TreesObjective.Auto"/> for classes.</summary>
    public TreesObjective Objective { get; }

    /// <summary>The column that was learned.</summary>
    public string Target { get; }

    /// <summary>How columns become features.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>The classes; null for numbers.</summary>
    public LabelEncoder? Labels { get; }

    /// <summary>How the target was scaled; null for classes, and where it was learned as it is.</summary>
    public TargetScaler? Scaler { get; }

    /// <summary>The trees.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>LightGBM's text of the trees, which its own packages open too.</summary>
    public string Text { get; }

    /// <summary>What the trees made of each column, the most useful first. Columns that were left out are not among them.</summary>
    public IReadOnlyList<ColumnGain> Importance { get; }

    /// <summary>How the training went; null for a model that was read.</summary>
    public TreesTraining? Training { get; init; }

    /// <summary>Rows that were left out because they had no target.</summary>
    public int RowsWithoutTarget { get; init; }

    /// <summary>Why it was trained for this task: "as asked", or the rule that the target's values fell under; null for a model that was read.</summary>
    public string? TaskReason { get; init; }

    internal IReadOnlyList<Row> Sample { get; init; } = [];

    /// <summary>Answers rows; a <see cref="RowBatch"/> is read by column.</summary>
    /// <exception cref="EncodingException">A row lacks a column or holds a value of another kind.</exception>
    public TabularAnswer[] Predict(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] sums = Sums(rows);
        int outputs = Ensemble.Outputs;
        var answers = new TabularAnswer[rows.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            ReadOnlySpan<double> row = sums.AsSpan(i * outputs, outputs);
            if (Labels is null)
            {
                answers[i] = new TabularAnswer(Number(row[0]), []);
                continue;
            }

            double[] exact = Probabilities(row);
            answers[i] = new TabularAnswer(Labels.Decode(Array.IndexOf(exact, exact.Max())), Array.ConvertAll(exact, p => (float)p));
        }

        return answers;
    }

    /// <summary>Answers rows with rows, in the columns that the served model has: <c>label</c> and <c>probability.CLASS</c>, or <c>value</c>.</summary>
    /// <exception cref="EncodingException">A row lacks a column or holds a value of another kind.</exception>
    public Row[] PredictRows(IReadOnlyList<Row> rows) => AnswerRows.Of(Predict(rows), Labels);

    /// <summary>Writes encoder and trees as one ONNX model, and compares both on rows of the training and on random ones, with missing and unknown values, before it is handed out.</summary>
    /// <remarks>
    /// Inputs and outputs are those of every model of a table: raw columns [N, 1] in, <c>probability</c> float [N, classes] and <c>label</c> string [N, 1], or <c>value</c> double [N, 1] out.
    /// The sums are those of LightGBM in doubles. Metadata: as <see cref="TabularModel.ToOnnx"/>, and <c>aiinfra.importance</c>, a JSON object of each column's share of the gain.
    /// ONNX Runtime 1.20 and later runs it.
    /// </remarks>
    /// <param name="runner">Who runs it for the comparison; null takes ONNX Runtime.</param>
    /// <exception cref="OnnxExportException">It answers otherwise, or can't be run.</exception>
    public OnnxModel ToOnnx(IOnnxRunner? runner = null)
    {
        OnnxModel model = TreesExport.Build(this, _features);
        TreesExport.Check(this, model, runner ?? new OnnxRuntimeRunner());
        return model;
    }

    /// <summary>The model as one JSON text; <see cref="FromJson"/> gives one that answers bit by bit the same.</summary>
    public string ToJson() => TreesDocument.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="TreesException">The text is something else, or damaged.</exception>
    public static TreesModel FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TreesDocument.Read(json);
    }

    /// <summary>Sums of the leaves, [rows, outputs] row by row.</summary>
    internal double[] Sums(IReadOnlyList<Row> rows)
    {
        int outputs = Ensemble.Outputs, width = _features.Width;
        var sums = new double[checked(rows.Count * outputs)];
        int at = 0;
        foreach (IReadOnlyList<Row> block in RowBlocks.Of(rows))
        {
            float[] features = _features.Encode(block);
            for (int i = 0; i < block.Count; i++, at++)
            {
                Ensemble.Sum(features.AsSpan(i * width, width), sums.AsSpan(at * outputs, outputs));
            }
        }

        return sums;
    }

    /// <summary>What a sum means in the target's unit.</summary>
    internal double Number(double sum) => Ensemble.Link == TreeLink.Exponential ? Math.Exp(sum) : Scaler?.Decode(sum) ?? sum;

    internal double[] Probabilities(ReadOnlySpan<double> sums)
    {
        if (Ensemble.Link == TreeLink.Logistic)
        {
            double sum = Ensemble.LinkScale * sums[0];
            return [1 / (1 + Math.Exp(sum)), 1 / (1 + Math.Exp(-sum))];
        }

        double most = double.NegativeInfinity;
        foreach (double sum in sums)
        {
            most = Math.Max(most, sum);
        }

        var all = new double[sums.Length];
        double total = 0;
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Math.Exp(sums[i] - most);
            total += all[i];
        }

        return Array.ConvertAll(all, e => e / total);
    }

    private ColumnGain[] ImportanceOf()
    {
        var gains = new Dictionary<string, (double Gain, int Splits)>(StringComparer.Ordinal);
        foreach (string column in _features.Columns)
        {
            gains[column] = (0, 0);
        }

        double all = 0;
        foreach (Tree tree in Ensemble.Trees)
        {
            for (int i = 0; i < tree.Nodes; i++)
            {
                string column = _features.Columns[tree.Features[i]];
                gains[column] = (gains[column].Gain + tree.Gains[i], gains[column].Splits + 1);
                all += tree.Gains[i];
            }
        }

        return [.. gains.Select(g => new ColumnGain(g.Key, all > 0 ? g.Value.Gain / all : 0, g.Value.Splits)).OrderByDescending(g => g.Gain).ThenBy(g => g.Column, StringComparer.Ordinal)];
    }
}
