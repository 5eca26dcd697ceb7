using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>Answers of a trained file, as whoever serves it gets them. Owns the session.</summary>
internal sealed class JudgedFile : IDisposable
{
    private const int Block = 4096;
    private readonly IOnnxSession _session;
    private readonly OnnxGraph _graph;
    private readonly string _answer;

    /// <exception cref="OnnxExportException">The file does not load.</exception>
    /// <exception cref="SelectionException">It answers something else than the task asks for.</exception>
    public JudgedFile(byte[] onnx, ModelTask task)
    {
        var model = OnnxModel.Read(onnx);
        _graph = model.Graph;
        Classes = task != ModelTask.Classification ? []
            : model.Metadata.TryGetValue(ModelKeys.Classes, out string? json) ? JsonSerializer.Deserialize<string[]>(json) ?? []
            : throw new SelectionException($"The model says no classes: the metadata '{ModelKeys.Classes}' are missing.");
        string wanted = task == ModelTask.Classification ? AnswerNames.Probability : AnswerNames.Value;
        _answer = ModelFile.NameOf(model, wanted);
        if (!model.Graph.Outputs.Exists(o => o.Name == _answer))
        {
            throw new SelectionException($"The model has no output '{wanted}', it has {string.Join(", ", model.Graph.Outputs.Select(o => o.Name))}. A {task.ToString().ToLowerInvariant()} answers with it.");
        }

        _session = new OnnxRuntimeRunner().Open(model);
    }

    /// <summary>Of a classification, the classes in the order of the probabilities.</summary>
    public string[] Classes { get; }

    /// <summary>Probabilities [rows, classes], or values [rows].</summary>
    /// <exception cref="TrainingException">A column that the model takes is not there, or of another kind.</exception>
    /// <exception cref="SelectionException">It answers another number of values.</exception>
    public double[] Of(RowBatch rows)
    {
        int wide = Math.Max(1, Classes.Length);
        var answers = new double[rows.Count * wide];
        for (int start = 0; start < rows.Count; start += Block)
        {
            RowBatch block = rows.Slice(start, Math.Min(Block, rows.Count - start));
            OnnxTensor output = _session.Run(ModelFile.Inputs(_graph, block))[_answer];
            if (output.Count != block.Count * wide)
            {
                throw new SelectionException($"The model answers {block.Count} rows with {output.Count} numbers in '{_answer}'; {wide} a row were expected.");
            }

            for (int i = 0; i < block.Count * wide; i++)
            {
                answers[(start * wide) + i] = output.ElementType == OnnxElementType.Float ? output.AsSpan<float>()[i] : output.AsSpan<double>()[i];
            }
        }

        return answers;
    }

    public void Dispose() => _session.Dispose();
}
