namespace AiInfra.Data.Cells;

/// <summary>What stands in a number beside its digits and decimal mark.</summary>
/// <param name="Unit">0 for none, 1 for the percent sign, from 2 on a currency.</param>
/// <param name="Brackets">Whether brackets make it negative.</param>
/// <param name="Grouped">Whether something stands between thousands.</param>
internal readonly record struct NumberSigns(byte Unit, bool Brackets, bool Grouped);
