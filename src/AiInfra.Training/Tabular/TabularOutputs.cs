using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;

namespace AiInfra.Training.Tabular;

/// <summary>The answers of a model of a table as the outputs of its graph, alike whoever trained it: their names, shapes and metadata.</summary>
public sealed class TabularOutputs
{
    private readonly OnnxGraphBuilder _graph;
    private readonly RowSchema _columns;
    private readonly Dictionary<string, string> _renamed = [];

    /// <summary>Notes what is answered in the metadata.</summary>
    /// <param name="graph">The graph that the answers are added to.</param>
    /// <param name="columns">The model's inputs.</param>
    /// <param name="task">What was learned.</param>
    /// <param name="target">The column that was learned.</param>
    public TabularOutputs(OnnxGraphBuilder graph, RowSchema columns, ModelTask task, string target)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentException.ThrowIfNullOrEmpty(target);
        (_graph, _columns) = (graph, columns);
        Metadata[ModelKeys.Task] = task == ModelTask.Classification ? "classification" : "regression";
        Metadata[ModelKeys.Target] = target;
    }

    /// <summary>Texts that go into the file, by key (<see cref="ModelKeys"/>); a learner adds its own.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What an answer is called in the graph: its own name, unless a column is called so. A graph has one value of a name.</summary>
    /// <param name="answer">One of <see cref="AnswerNames"/>.</param>
    /// <param name="columns">The model's inputs.</param>
    public static string NameOf(string answer, RowSchema columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(answer);
        ArgumentNullException.ThrowIfNull(columns);
        string name = answer;
        for (string other = $"answer.{answer}"; columns.IndexOf(name) >= 0; other += "_")
        {
            name = other;
        }

        return name;
    }

    /// <summary>Answers classes: <c>probability</c> float [batch, classes] and <c>label</c> string [batch, 1].</summary>
    /// <param name="probabilities">Float [batch, classes].</param>
    /// <param name="scores">What is largest where the class is, [batch, classes].</param>
    /// <param name="labels">The classes.</param>
    public void Classes(OnnxValue probabilities, OnnxValue scores, LabelEncoder labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        string[] classes = [.. labels.Classes.Select(c => c.AsText()!)];
        Metadata[ModelKeys.Classes] = JsonSerializer.Serialize(classes);
        OnnxValue best = _graph.ArgMax(scores, axis: 1, keepDims: true);
        _graph.Output(Named(AnswerNames.Probability), probabilities, OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
        _graph.Output(Named(AnswerNames.Label), _graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), OnnxShape.Create(["N", 1]), OnnxElementType.String);
    }

    /// <summary>Answers numbers: <c>value</c> double [batch, 1].</summary>
    /// <param name="value">In the target's unit.</param>
    public void Number(OnnxValue value) => _graph.Output(Named(AnswerNames.Value), value, OnnxShape.Create(["N", 1]), OnnxElementType.Double);

    /// <summary>The graph with all that was added to it and the metadata.</summary>
    /// <param name="producer">The package that wrote it.</param>
    public OnnxModel Build(string producer)
    {
        if (_renamed.Count > 0)
        {
            Metadata[ModelKeys.Answers] = JsonSerializer.Serialize(_renamed);
        }

        return _graph.Build(Metadata, producer);
    }

    private string Named(string answer)
    {
        string name = NameOf(answer, _columns);
        if (name != answer)
        {
            _renamed[name] = answer;
        }

        return name;
    }
}
