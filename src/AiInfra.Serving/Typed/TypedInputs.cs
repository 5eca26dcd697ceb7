using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Compiled once for a type and a signature: properties to inputs.</summary>
internal sealed class TypedInputs<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn>
{
    private readonly Action<TIn, ModelSlot, int> _write;
    private readonly Lazy<(RowSchema Schema, Action<TIn, Value[]> Fill)> _row;

    public TypedInputs(ModelSignature signature)
    {
        ParameterExpression request = Expression.Parameter(typeof(TIn), "request");
        ParameterExpression slot = Expression.Parameter(typeof(ModelSlot), "slot");
        ParameterExpression row = Expression.Parameter(typeof(int), "row");
        IReadOnlyList<RecordProperty> properties = RecordProperty.Of(typeof(TIn));
        var calls = new List<Expression>();
        var columns = new List<(string Name, TensorType Type, Expression Value)>();
        var problems = new List<string>();
        var used = new List<(RecordProperty Property, string For)>();
        for (int i = 0; i < signature.Inputs.Count; i++)
        {
            TensorSpec input = signature.Inputs[i];
            RecordProperty? property = TypedNames.Find(properties, p => p.Name, input.Name);
            string problem = $"{input} has no property of its name whose type fits";
            Expression? call = property is null
                ? Spread(request, slot, row, properties, signature, columns, used, ref problem)
                : One(Expression.Property(request, property.Property), property, slot, row, i, signature, columns);
            if (call is null)
            {
                problems.Add(problem);
                continue;
            }

            calls.Add(call);
            if (property is not null)
            {
                used.Add((property, input.Name));
            }
        }

        // Names are compared without signs, so one property could mean two inputs.
        problems.AddRange(used.GroupBy(u => u.Property).Where(g => g.Count() > 1).Select(g => $"{g.Key.Property.Name} could be any of {string.Join(", ", g.Select(u => $"'{u.For}'"))}: say which with [Column(\"name\")]"));
        if (problems.Count > 0)
        {
            throw new ArgumentException($"{typeof(TIn).Name} does not fit the model: {string.Join("; ", problems)}. Properties: {string.Join(", ", properties)}.");
        }

        _write = Expression.Lambda<Action<TIn, ModelSlot, int>>(Expression.Block(calls), request, slot, row).Compile();
        _row = new Lazy<(RowSchema, Action<TIn, Value[]>)>(() => Rows(request, columns));
    }

    public void Write(TIn request, ModelSlot slot, int row) => _write(request, slot, row);

    public Row ToRow(TIn request)
    {
        (RowSchema schema, Action<TIn, Value[]> fill) = _row.Value;
        var values = new Value[schema.Count];
        fill(request, values);
        return new Row(schema, values);
    }

    private static Expression? One(MemberExpression value, RecordProperty property, Expression slot, Expression row, int index, ModelSignature signature, List<(string, TensorType, Expression)> columns)
    {
        TensorSpec input = signature.Inputs[index];
        ConstantExpression at = Expression.Constant(index);
        ConstantExpression name = Expression.Constant(property.Property.Name);
        if (input.RowWidth == 1 && ValueConversion.ToValue(value) is Expression single)
        {
            columns.Add((TensorColumns.Of(input, signature).First(), input.Type, single));
            return property.Type == typeof(long) && input.Type == TensorType.Int64
                ? Expression.Call(TypedValues.Method(nameof(TypedValues.WriteLong)), slot, at, row, Expression.Convert(value, typeof(long?)))
                : Expression.Call(TypedValues.Method(nameof(TypedValues.Write)), slot, at, row, single, name);
        }

        if (VectorElements.Of(input.Type) is not { } vector || !vector.Holds(property.Property.PropertyType))
        {
            return null;
        }

        Expression memory = vector.Memory(value);
        string[] names = [.. TensorColumns.Of(input, signature)];
        for (int e = 0; e < names.Length; e++)
        {
            columns.Add((names[e], input.Type, vector.At(memory, e)));
        }

        return vector.Write(slot, at, row, memory, name);
    }

    /// <summary>A model with one vector takes plain properties: by the names of its features, or in the order that the properties say.</summary>
    private static BlockExpression? Spread(
        Expression request, Expression slot, Expression row, IReadOnlyList<RecordProperty> properties, ModelSignature signature, List<(string, TensorType, Expression)> columns, List<(RecordProperty, string)> used, ref string problem)
    {
        TensorSpec input = signature.Inputs[0];
        if (signature.Inputs.Count != 1 || input.RowWidth < 2)
        {
            return null;
        }

        if (VectorProperties.Of(properties, signature, ref problem) is not { } elements)
        {
            return null;
        }

        var calls = new List<Expression>();
        string[] names = [.. TensorColumns.Of(input, signature)];
        for (int e = 0; e < elements.Length; e++)
        {
            if (ValueConversion.ToValue(Expression.Property(request, elements[e].Property)) is not Expression value)
            {
                problem = $"{elements[e]} is no single value of {input}";
                return null;
            }

            columns.Add((names[e], input.Type, value));
            used.Add((elements[e], names[e]));
            Expression at = Expression.Add(Expression.Multiply(row, Expression.Constant(elements.Length)), Expression.Constant(e));
            calls.Add(Expression.Call(TypedValues.Method(nameof(TypedValues.Write)), slot, Expression.Constant(0), at, value, Expression.Constant(elements[e].Property.Name)));
        }

        return Expression.Block(calls);
    }

    private static (RowSchema Schema, Action<TIn, Value[]> Fill) Rows(ParameterExpression request, List<(string Name, TensorType Type, Expression Value)> columns)
    {
        ParameterExpression values = Expression.Parameter(typeof(Value[]), "values");
        var schema = new RowSchema(columns.Select(c => new Column(c.Name, TensorValues.Of(c.Type).Kind)));
        IEnumerable<Expression> fills = columns.Select((c, i) => Expression.Assign(Expression.ArrayAccess(values, Expression.Constant(i)), c.Value));
        return (schema, Expression.Lambda<Action<TIn, Value[]>>(Expression.Block(fills), request, values).Compile());
    }
}
