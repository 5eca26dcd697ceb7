using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>A trained model of a table: encoder, network and the meaning of its outputs. Answers raw rows. Owns the network's native memory.</summary>
/// <remarks>Answers may be asked for by several threads at once.</remarks>
public sealed class TabularModel : IDisposable
{
    internal TabularModel(nn.Module<Tensor, Tensor> network, ModelTask task, string target, TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler)
    {
        Network = network;
        Task = task;
        Target = target;
        Encoder = encoder;
        Labels = labels;
        Scaler = scaler;
        network.eval();
    }

    /// <summary>The network, on the CPU, in evaluation mode.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>What it answers.</summary>
    public ModelTask Task { get; }

    /// <summary>The column that was learned.</summary>
    public string Target { get; }

    /// <summary>How columns become numbers.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>The classes; null for a regression.</summary>
    public LabelEncoder? Labels { get; }

    /// <summary>How the target was scaled; null for a classification.</summary>
    public TargetScaler? Scaler { get; }

    /// <summary>How the training went; null for a model that was read from a file.</summary>
    public TrainingResult? Training { get; init; }

    /// <summary>Rows that were left out because they had no target.</summary>
    public int RowsWithoutTarget { get; init; }

    /// <summary>Why it was trained for this task: "as asked", or the rule that the target's values fell under; null for a model that was read from a file.</summary>
    public string? TaskReason { get; init; }

    internal IReadOnlyList<Row> Sample { get; init; } = [];

    /// <summary>How its modules are written, where it was said.</summary>
    internal ModuleConverters? Converters { get; init; }

    /// <summary>Answers rows; a <see cref="RowBatch"/> is read by column.</summary>
    /// <exception cref="EncodingException">A row lacks a column or holds a value of another kind.</exception>
    public TabularAnswer[] Predict(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        float[] outputs = Outputs(rows);
        if (Labels is null)
        {
            return [.. outputs.Select(o => new TabularAnswer(Scaler!.Decode(o), []))];
        }

        int classes = Labels.Count;
        var answers = new TabularAnswer[rows.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            float[] row = outputs.AsSpan(i * classes, classes).ToArray();
            answers[i] = new TabularAnswer(Labels.Decode(Array.IndexOf(row, row.Max())), row);
        }

        return answers;
    }

    /// <summary>Answers rows with rows, in the columns that the served model has: <c>label</c> and <c>probability.CLASS</c>, or <c>value</c>. An evaluation and a permutation importance take them as they are.</summary>
    /// <exception cref="EncodingException">A row lacks a column or holds a value of another kind.</exception>
    public Row[] PredictRows(IReadOnlyList<Row> rows) => AnswerRows.Of(Predict(rows), Labels);

    /// <summary>Writes encoder and network as one ONNX model, and compares both on rows of the training and on random ones, with missing and unknown values, before it is handed out.</summary>
    /// <remarks>
    /// Inputs: one a column, named like it, [N, 1]. Outputs of a classification: <c>probability</c> float [N, classes] and <c>label</c> string [N, 1]; of a regression: <c>value</c> double [N, 1].
    /// Where a column has the name of an answer, the answer is <c>answer.label</c> and so on in the graph, and the metadata <c>aiinfra.answers</c> say which it is; a deployment of this library calls it by its own name all the same.
    /// Metadata: <c>aiinfra.task</c>, <c>aiinfra.target</c>, <c>aiinfra.classes</c> (JSON array).
    /// </remarks>
    /// <param name="exporter">Converters and runner; null takes those converters that the training was told (<see cref="TabularOptions.Converters"/>), and ONNX Runtime.</param>
    /// <exception cref="OnnxExportException">It can't be exported, or answers otherwise.</exception>
    public OnnxModel ToOnnx(OnnxExporter? exporter = null)
    {
        exporter ??= new OnnxExporter(Converters);
        OnnxModel model = TabularExport.Build(this, exporter.Converters);
        TabularExportCheck.Run(this, model, exporter.Runner);
        return model;
    }

    /// <summary>Saves weights, encoder and all else in one file of the safetensors format.</summary>
    /// <exception cref="TabularException">The network is one of your own (<see cref="TabularOptions.Network"/>), so its making is not known.</exception>
    public void Save(string path) => TabularFile.Write(this, path);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="Checkpoints.CheckpointException">The file is damaged.</exception>
    /// <exception cref="TabularException">The file holds something else.</exception>
    public static TabularModel Load(string path) => TabularFile.Read(path);

    /// <inheritdoc />
    public void Dispose() => Network.Dispose();

    /// <summary>Probabilities [rows, classes], or scaled values [rows].</summary>
    internal float[] Outputs(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        EncodedTensors encoded = EncodedTensors.Of(Encoder, RowBlocks.Of(rows), rows.Count);
        Tensor output = Network is ITableNetwork known ? known.Answer(encoded.Dense, encoded.Categories) : Network.call(encoded.Dense);
        Tensor answer = Labels is null ? output.flatten() : nn.functional.softmax(output, 1);
        return answer.contiguous().data<float>().ToArray();
    }
}
