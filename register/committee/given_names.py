"""First names that are common in Britain: they tell a person from a programme, a building or a report.

The commonest of each generation since 1944 and of families from elsewhere. Names that are as often ordinary words or
months (April, Grace, Hope, Mark, May, Will) are not among them, nor is any list of names ever whole.
"""

GIVEN_NAMES = frozenset(
    """
    Aaron Abdul Abdullah Abigail Adam Adrian Ahmed Aiden Aisha Alan Albert Alex Alexander Alexandra Alfie Alfred Ali
    Alice Alison Amanda Amber Amelia Amina Amir Amy Andrea Andrew Angela Anita Ann Anna Anne Annette Anthony Antonia
    Archie Arthur Ashley Audrey Ayesha Barbara Barry Beatrice Ben Benjamin Bernard Beth Bethany Beverley Brenda
    Brian Bridget Bryan Callum Cameron Carl Carol Caroline Carolyn Catherine Charles Charlie Charlotte Cheryl Chloe
    Chris Christian Christina Christine Christopher Claire Clare Clive Colin Connor Craig Cynthia Daisy Damian
    Daniel Danielle Darren David Deborah Debra Denise Dennis Derek Diana Diane Dominic Donald Donna Dorothy Douglas
    Duncan Dylan Edward Eileen Elaine Eleanor Elizabeth Ella Ellie Emily Emma Eric Erin Ethan Eva Evelyn Fatima
    Finley Fiona Florence Frances Francis Fred Freddie Frederick Freya Gareth Gary Gavin Gemma Geoffrey George
    Georgia Georgina Gerald Geraldine Gillian Glenn Gordon Graeme Graham Hannah Harold Harriet Harrison Harry Hassan
    Hayley Heather Helen Henry Hilary Holly Howard Hugh Hugo Hussain Ian Ibrahim Imogen Imran Irene Isaac Isabel
    Isabella Isla Jack Jackie Jacob Jacqueline Jade Jake James Jamie Jane Janet Janice Jason Jasmine Jayne Jean
    Jeffrey Jemma Jennifer Jenny Jeremy Jessica Jill Joan Joanna Joanne Joe Joel John Jonathan Jordan Joseph Joshua
    Joyce Judith Julia Julian Julie June Justin Karen Kate Katherine Kathleen Kathryn Katie Katy Keith Kelly Kenneth
    Kerry Kevin Kieran Kim Kirsty Laura Lauren Lawrence Leah Leanne Lee Leon Leonard Lesley Leslie Lewis Liam Lily
    Linda Lindsay Lisa Logan Lorraine Louis Louise Lucas Lucy Luke Lynn Lynne Malcolm Marcus Margaret Maria Marian
    Marie Marilyn Marion Martin Martyn Mary Matthew Maureen Max Megan Melanie Melissa Mia Michael Michelle Millie
    Miriam Mohamed Mohammad Mohammed Molly Monica Muhammad Nadia Naomi Natalie Natasha Nathan Neil Niamh Nicholas
    Nicola Nigel Noah Nora Norman Oliver Olivia Omar Oscar Owen Paige Pamela Patricia Patrick Paul Paula Pauline
    Peter Philip Philippa Phillip Phoebe Poppy Priya Rachael Rachel Rajesh Ralph Raymond Rebecca Reece Rhys Richard
    Rita Robert Robin Roger Ronald Rory Rosemary Rosie Ross Roy Russell Ruth Ryan Sally Sam Samantha Samuel Sandra
    Sara Sarah Scott Sean Sebastian Shannon Sharon Shaun Sheila Shirley Simon Sophia Sophie Stacey Stanley Stephanie
    Stephen Steven Stuart Susan Suzanne Sylvia Tanya Teresa Terence Terry Thelma Theo Theresa Thomas Timothy Tina
    Toby Tom Tony Tracey Tracy Trevor Tyler Valerie Vanessa Vera Victor Victoria Vincent Vivien Walter Wayne Wendy
    William Yasmin Yusuf Yvonne Zachary Zara Zoe
    """.split()
)
