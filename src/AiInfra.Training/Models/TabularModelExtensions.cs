using AiInfra.Core.Rows;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Models;

/// <summary>Answers to records that are in memory.</summary>
public static class TabularModelExtensions
{
    /// <summary>Answers records, matched to the model's columns by the names of their properties.</summary>
    /// <param name="model">The model.</param>
    /// <param name="records">The records; a property that the model does not take, the label for example, is not looked at.</param>
    /// <exception cref="Data.Encoders.EncodingException">A record lacks a column or holds a value of another kind.</exception>
    public static TabularAnswer[] Predict<T>(this TabularModel model, IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(records);
        return model.Predict(records is IEnumerable<Row> rows ? [.. rows] : records.ToRows());
    }
}
