using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;

namespace AiInfra.Training.Recipes;

/// <summary>The ONNX file of a model of a table: what it takes of rows, what its answers are called, what it says to them.</summary>
internal static class ModelFile
{
    private const int BlockRows = 8192;

    /// <summary>An answer of each row.</summary>
    /// <param name="runner">Runs the file.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows; the model's inputs are among their columns.</param>
    /// <param name="answers">The outputs to read, by their names in the graph.</param>
    /// <exception cref="TrainingException">A column is not there or of another kind, or the model answers another number of values.</exception>
    public static double[][] Answer(IOnnxRunner runner, OnnxModel model, RowBatch rows, params string[] answers)
    {
        double[][] values = [.. answers.Select(_ => new double[rows.Count])];
        using IOnnxSession session = runner.Open(model);
        for (int start = 0; start < rows.Count; start += BlockRows)
        {
            RowBatch block = rows.Slice(start, Math.Min(BlockRows, rows.Count - start));
            IReadOnlyDictionary<string, OnnxTensor> given = session.Run(Inputs(model.Graph, block));
            for (int a = 0; a < answers.Length; a++)
            {
                OnnxTensor output = given[answers[a]];
                if (output.Count != block.Count)
                {
                    throw new TrainingException($"The model answers {output.Count} values in '{answers[a]}' to {block.Count} rows; one a row is needed.");
                }

                for (int i = 0; i < block.Count; i++)
                {
                    values[a][start + i] = output.ElementType == OnnxElementType.Float ? output.AsSpan<float>()[i] : output.AsSpan<double>()[i];
                }
            }
        }

        return values;
    }

    /// <summary>What the graph calls the answer "value".</summary>
    /// <exception cref="TrainingException">There is none, or it is no number.</exception>
    public static string ValueOf(OnnxModel model)
    {
        string name = NameOf(model, AnswerNames.Value);
        OnnxValueInfo? output = model.Graph.Outputs.Find(o => o.Name == name);
        return output?.TensorType is { ElementType: OnnxElementType.Float or OnnxElementType.Double }
            ? name
            : throw new TrainingException($"The model has no output '{name}' of float or double; its outputs are {string.Join(", ", model.Graph.Outputs)}. A regression answers a number.");
    }

    /// <summary>What the graph calls an answer.</summary>
    public static string NameOf(OnnxModel model, string answer) => Renamed(model).FirstOrDefault(r => r.Value == answer, new(answer, answer)).Key;

    /// <summary>The answers that the graph calls otherwise, by the graph's name.</summary>
    public static Dictionary<string, string> Renamed(OnnxModel model)
    {
        try
        {
            return model.Metadata.TryGetValue(ModelKeys.Answers, out string? json) ? JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [] : [];
        }
        catch (JsonException e)
        {
            throw new TrainingException($"The metadata '{ModelKeys.Answers}' of the model are no JSON object of names: {e.Message}", e);
        }
    }

    /// <summary>The name itself, or one like it that nothing in the graph has.</summary>
    public static string FreeName(OnnxGraph graph, string name)
    {
        HashSet<string> names = [.. graph.Nodes.SelectMany(n => n.Outputs), .. graph.Inputs.Select(i => i.Name), .. graph.Initializers.Select(t => t.Name)];
        return FreeName(names, name);
    }

    /// <summary>The name itself, or one like it that is not taken.</summary>
    public static string FreeName(IReadOnlySet<string> names, string name)
    {
        string free = name;
        for (string other = $"answer.{name}"; names.Contains(free); other += "_")
        {
            free = other;
        }

        return free;
    }

    /// <summary>What the graph takes, from the columns of its names.</summary>
    /// <exception cref="TrainingException">A column is not there, or of another kind.</exception>
    public static Dictionary<string, OnnxTensor> Inputs(OnnxGraph graph, RowBatch rows)
    {
        var inputs = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (OnnxValueInfo input in graph.Inputs.Where(i => graph.Initializer(i.Name) is null))
        {
            int at = rows.Schema.IndexOf(input.Name);
            ColumnData column = at >= 0 ? rows.Columns[at] : throw new TrainingException($"The model takes '{input}', the rows have {string.Join(", ", rows.Schema.Columns.Select(c => c.Name))}.");
            IEnumerable<Value> values = column.AsValues();
            inputs[input.Name] = (input.TensorType?.ElementType, column.Kind) switch
            {
                (OnnxElementType.String, _) => OnnxTensor.Of<string>(input.Name, [.. values.Select(v => v.AsText() ?? "")], rows.Count, 1),
                (OnnxElementType.Int64, ValueKind.Instant) => OnnxTensor.Of<long>(input.Name, [.. values.Select(v => v.IsMissing ? long.MinValue : new DateTimeOffset(v.AsInstant()).ToUnixTimeMilliseconds())], rows.Count, 1),
                (OnnxElementType.Int64, ValueKind.Number or ValueKind.Boolean) => OnnxTensor.Of<long>(input.Name, [.. values.Select(v => v.IsMissing ? long.MinValue : (long)v.AsNumber())], rows.Count, 1),
                (OnnxElementType.Double, ValueKind.Number or ValueKind.Boolean) => OnnxTensor.Of<double>(input.Name, [.. values.Select(v => v.AsNumber())], rows.Count, 1),
                (OnnxElementType.Float, ValueKind.Number or ValueKind.Boolean) => OnnxTensor.Of<float>(input.Name, [.. values.Select(v => (float)v.AsNumber())], rows.Count, 1),
                _ => throw new TrainingException($"The model takes '{input}', the column is of kind {column.Kind}. Numbers and booleans are double or float, texts string, times int64."),
            };
        }

        return inputs;
    }
}
