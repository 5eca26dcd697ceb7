namespace AiInfra.Training.Recipes;

/// <summary>How a candidate of <see cref="BestOfRecipe"/> did. The figures are estimates by rows left out; that of the chosen one is a little too good, for it was chosen by it.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Loss">Mean loss of rows that its models had not seen; NaN where it was not judged.</param>
/// <param name="Low">Lower end of the 95 % interval of that mean, over rows.</param>
/// <param name="High">Upper end.</param>
/// <param name="Folds">Folds that it was judged on.</param>
/// <param name="Time">Time its trainings and answers took.</param>
/// <param name="IsChosen">Whether it was taken.</param>
/// <param name="Why">Why, or why not.</param>
public sealed record CandidateScore(string Name, double Loss, double Low, double High, int Folds, TimeSpan Time, bool IsChosen, string Why);
